// SPDX-License-Identifier: GPL-3.0-or-later
// The keys of actions as somebody chose them.
#pragma once

#include <QKeySequence>
#include <QList>
#include <QString>
#include <utility>
#include <vector>

class QAction;

namespace bplf::ui {

class StudioSettings;

/// Knows every action of the window by its group and its text at the start. Choices are kept in the settings; what
/// nobody chose is as the program has it. UI thread; actions and settings outlive it.
class KeyChoices {
  public:
    using Group = std::pair<QString, QList<QAction*>>;
    /// Gives the actions the keys that were chosen before. Groups of screens, of which one alone is in front, begin
    /// with number `firstScreen`.
    KeyChoices(StudioSettings* settings, std::vector<Group> groups, std::size_t firstScreen);

    const std::vector<Group>& groups() const { return m_groups; }
    /// Takes the keys away from those that have them and could be meant as well.
    void set(QAction* action, const QList<QKeySequence>& keys);
    /// As the program has them; what that takes from others is theirs no more.
    void reset(QAction* action);
    bool isChosen(const QAction* action) const;
    /// Who else would be meant by the key while this action can be.
    QList<QAction*> rivals(const QAction* action, const QKeySequence& key) const;

  private:
    bool canMeet(const QAction* one, const QAction* other) const;
    std::size_t groupOf(const QAction* action) const;
    void give(QAction* action, const QList<QKeySequence>& keys) const;
    void keep(const QAction* action) const;

    StudioSettings* m_settings;
    std::vector<Group> m_groups;
    std::size_t m_firstScreen;
};

}  // namespace bplf::ui
