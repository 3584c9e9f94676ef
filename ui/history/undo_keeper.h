// SPDX-License-Identifier: GPL-3.0-or-later
// Undo and redo: one stack for the whole window, one step for each gesture.
#pragma once

#include <QList>
#include <QObject>
#include <QVariantMap>
#include <vector>

#include "ui/kit/message.h"

class QAction;
class QUndoStack;

namespace bplf::ui {

class CommittedStates;
class Screen;

/// A step is undone on its screen, which comes to the front for it. Lives on the UI thread; ends with the window.
class UndoKeeper : public QObject {
    Q_OBJECT

  public:
    UndoKeeper(CommittedStates* states, const std::vector<Screen*>& screens, QObject* parent = nullptr);

    static constexpr int kMostSteps = 200;
    QUndoStack* stack() const { return m_stack; }
    /// Undo and redo, for menu and toolbar.
    QList<QAction*> actions() const { return {m_undo, m_redo}; }
    void undo();
    void redo();
    /// Nothing can be undone any more.
    void clear();

  Q_SIGNALS:
    void modeRequested(const QString& screen);
    void messageRaised(const bplf::ui::Message& message);

  private:
    void push(Screen* screen, const QVariantMap& before, const QVariantMap& after);
    /// Whether the step with this number can be gone over; brings its screen to the front.
    bool mayGoOver(int step);
    void updateActions();

    CommittedStates* m_states;
    QUndoStack* m_stack;
    QAction* m_undo;
    QAction* m_redo;
};

}  // namespace bplf::ui
