// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/history/undo_keeper.h"

#include <QAction>
#include <QUndoStack>
#include <functional>
#include <utility>

#include "ui/history/committed_states.h"
#include "ui/kit/icons.h"
#include "ui/screens/screen.h"

namespace bplf::ui {
namespace {

/// Something that was done already when the stack got it.
class Step : public QUndoCommand {
  public:
    Step(Screen* screen, const QString& name, std::function<void()> undo, std::function<void()> redo)
        : QUndoCommand(name), m_screen(screen), m_undo(std::move(undo)), m_redo(std::move(redo)) {}
    Screen* screen() const { return m_screen; }
    void undo() override { m_undo(); }
    void redo() override {
        if (!std::exchange(m_isNew, false)) m_redo();
    }

  private:
    Screen* m_screen;
    std::function<void()> m_undo, m_redo;
    bool m_isNew = true;
};

}  // namespace

UndoKeeper::UndoKeeper(CommittedStates* states, const std::vector<Screen*>& screens, QObject* parent)
    : QObject(parent),
      m_states(states),
      m_stack(new QUndoStack(this)),
      m_undo(new QAction(icon(QStringLiteral("undo")), tr("&Undo"), this)),
      m_redo(new QAction(icon(QStringLiteral("redo")), tr("&Redo"), this)) {
    m_stack->setUndoLimit(kMostSteps);
    m_undo->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Z));
    m_redo->setShortcuts({QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), QKeySequence(Qt::CTRL | Qt::Key_Y)});
    connect(m_undo, &QAction::triggered, this, &UndoKeeper::undo);
    connect(m_redo, &QAction::triggered, this, &UndoKeeper::redo);
    connect(states, &CommittedStates::committed, this, &UndoKeeper::push);
    connect(states, &CommittedStates::pendingChanged, this, &UndoKeeper::updateActions);
    connect(m_stack, &QUndoStack::indexChanged, this, &UndoKeeper::updateActions);
    for (Screen* screen : screens)
        connect(screen, &Screen::stepDone, this,
                [this, screen](const QString& name, const auto& undo, const auto& redo) {
                    m_states->flush();
                    m_stack->push(new Step(screen, name, undo, redo));
                });
    updateActions();
}

void UndoKeeper::push(Screen* screen, const QVariantMap& before, const QVariantMap& after) {
    const auto show = [states = m_states, screen](const QVariantMap& state) {
        return [states, screen, state] { states->restore(screen, state); };
    };
    m_stack->push(new Step(screen, screen->nameOfChange(before, after), show(before), show(after)));
}

bool UndoKeeper::mayGoOver(int step) {
    if (step < 0 || step >= m_stack->count()) return false;
    Screen* screen = static_cast<const Step*>(m_stack->command(step))->screen();
    if (!screen->canRestoreState()) {
        Message message = information(tr("%1 is busy and cannot go back now.").arg(screen->title()),
                                      tr("Stop it there, or wait until it has finished."));
        message.severity = Message::Severity::kWarning;
        Q_EMIT messageRaised(message);
        return false;
    }
    Q_EMIT modeRequested(screen->id());
    return true;
}

void UndoKeeper::undo() {
    m_states->flush();
    if (mayGoOver(m_stack->index() - 1)) m_stack->undo();
}

void UndoKeeper::redo() {
    m_states->flush();
    if (mayGoOver(m_stack->index())) m_stack->redo();
}

void UndoKeeper::clear() {
    // What led here and was not taken yet is no step either.
    m_states->rebase();
    m_stack->clear();
}

void UndoKeeper::updateActions() {
    const bool canUndo = m_stack->canUndo() || m_states->isPending();
    m_undo->setEnabled(canUndo);
    m_redo->setEnabled(m_stack->canRedo());
    // What is pending has no name yet.
    const QString done = m_states->isPending() ? QString() : m_stack->undoText();
    m_undo->setText(done.isEmpty() ? tr("&Undo") : tr("&Undo %1").arg(done));
    m_redo->setText(m_stack->canRedo() ? tr("&Redo %1").arg(m_stack->redoText()) : tr("&Redo"));
    const QString undoKey = m_undo->shortcut().toString(QKeySequence::NativeText);
    const QString redoKey = m_redo->shortcut().toString(QKeySequence::NativeText);
    m_undo->setToolTip(!canUndo         ? tr("Nothing to undo")
                       : done.isEmpty() ? tr("Undo (%1)").arg(undoKey)
                                        : tr("Undo %1 (%2)").arg(done, undoKey));
    m_undo->setStatusTip(tr("Take the last change back, on whichever screen it was."));
    m_redo->setToolTip(m_stack->canRedo() ? tr("Redo %1 (%2)").arg(m_stack->redoText(), redoKey)
                                          : tr("Nothing to redo"));
    m_redo->setStatusTip(tr("Do again what was undone."));
}

}  // namespace bplf::ui
