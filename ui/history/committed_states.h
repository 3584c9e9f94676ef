// SPDX-License-Identifier: GPL-3.0-or-later
// From states that change all the time to changes that somebody made: one for each gesture.
#pragma once

#include <QObject>
#include <QVariantMap>
#include <vector>

class QTimer;

namespace bplf::ui {

class EngineBridge;
class Screen;

/// A change is whole when the mouse button was released, or nothing changed for kRestMs. What comes of a new model, of
/// a restored state or of a screen's first coming to the front is nobody's change. Lives on the UI thread; screens and
/// bridge outlive it.
class CommittedStates : public QObject {
    Q_OBJECT

  public:
    CommittedStates(EngineBridge* bridge, const std::vector<Screen*>& screens, QObject* parent = nullptr);

    static constexpr int kRestMs = 800;
    /// Shows a state on its screen; nobody's change.
    void restore(Screen* screen, const QVariantMap& state);
    /// The present states, and what they are about to become, are nobody's change.
    void rebase();
    void rebase(Screen* screen);
    /// Takes what was changed and not taken yet.
    void flush();
    /// Something may have been changed that was not taken yet.
    bool isPending() const;

  Q_SIGNALS:
    /// stateWithPhotos() before and after.
    void committed(bplf::ui::Screen* screen, const QVariantMap& before, const QVariantMap& after);
    void pendingChanged();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    struct Watch {
        Screen* screen = nullptr;
        QTimer* rest = nullptr;
        QVariantMap last;
        bool isHeld = false;      ///< until the state is whole
        bool isFollowing = true;  ///< what it becomes is nobody's change
    };
    void watch(Screen* screen);
    void take(Watch& watch);
    void rebase(Watch& watch);

    std::vector<Watch> m_watches;
};

}  // namespace bplf::ui
