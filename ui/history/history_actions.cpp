// SPDX-License-Identifier: GPL-3.0-or-later
// The commands of the history.
#include <QAction>
#include <QListView>

#include "ui/history/history_keeper.h"
#include "ui/history/history_model.h"
#include "ui/history/history_strip.h"
#include "ui/kit/icons.h"
#include "ui/screens/screen.h"

namespace bplf::ui {

QAction* HistoryKeeper::add(const QString& iconName, const QString& text, const QList<QKeySequence>& keys,
                            const QString& tip, std::function<void()> run) {
    auto* action = new QAction(text, this);
    if (!iconName.isEmpty()) action->setIcon(icon(iconName));
    action->setShortcuts(keys);
    action->setStatusTip(tip);
    connect(action, &QAction::triggered, this, std::move(run));
    m_actions << action;
    return action;
}

void HistoryKeeper::makeActions() {
    m_stateActions << add(QStringLiteral("undo"), tr("&Go back to this state"),
                          {QKeySequence(Qt::Key_Return), QKeySequence(Qt::Key_Enter)},
                          tr("Show the chosen state on its screen."), [this] { restore(m_strip->chosen()); });
    m_stateActions << add(QStringLiteral("star"), tr("&Favourite"),
                          {QKeySequence(Qt::Key_F), QKeySequence(Qt::Key_Asterisk)},
                          tr("Give the chosen state a star, or take its stars away."), [this] { toggleStar(); });
    for (int stars = 0; stars <= project::kMostStars; ++stars)
        m_stateActions << add({},
                              stars == 0   ? tr("N&o stars")
                              : stars == 1 ? tr("&1 star")
                                           : tr("&%1 stars").arg(stars),
                              {QKeySequence(static_cast<Qt::Key>(Qt::Key_0 + stars))},
                              tr("Rate the chosen state; states with stars are never dropped."),
                              [this, stars] { rate(stars); });
    m_stateActions << add(QStringLiteral("close"), tr("&Remove from the history"), {QKeySequence(Qt::Key_Backspace)},
                          tr("Remove the chosen state; one with stars is asked to lose them first."),
                          [this] { removeChosen(); });
    // Single keys act only while the strip has the focus.
    for (QAction* action : m_stateActions) action->setShortcutContext(Qt::WidgetShortcut);
    add(QStringLiteral("star"), tr("Favourite what is &shown"), {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F)},
        tr("Give the state of the screen in front a star."), [this] {
            flush();
            const auto* newest = m_front != nullptr ? m_model->newestOf(m_front->id().toStdString()) : nullptr;
            for (int row = 0; newest != nullptr && row < m_model->rowCount(); ++row)
                if (m_model->record(row).id == newest->id) return m_model->rate(row, std::max(1, newest->rating));
        });
    m_forget = add(QStringLiteral("close"), tr("Forget this &photo everywhere"), {},
                   tr("Remove what was kept of this photo: from the history, the sessions and the studio's own files."),
                   [this] { forgetPhoto(); });
    m_private = add(QStringLiteral("lock"), tr("Pri&vate: keep nothing of photos"), {},
                    tr("While this is on, neither history nor session nor projects hold anything of photos."), [] {});
    m_private->setCheckable(true);
    connect(m_private, &QAction::toggled, this, &HistoryKeeper::setPrivate);
    updateActions();
}

void HistoryKeeper::updateActions() {
    const bool isChosen = m_strip != nullptr && m_strip->chosen() >= 0;
    for (QAction* action : m_stateActions) action->setEnabled(isChosen);
    m_forget->setEnabled(!photosInQuestion().isEmpty());
}

void HistoryKeeper::setFront(Screen* screen) {
    if (m_front != nullptr) disconnect(m_front, &Screen::stateEdited, this, &HistoryKeeper::updateActions);
    m_front = screen;
    connect(screen, &Screen::stateEdited, this, &HistoryKeeper::updateActions);
    updateActions();
}

void HistoryKeeper::toggleStar() {
    const int row = m_strip->chosen();
    if (row >= 0) m_model->rate(row, m_model->record(row).rating > 0 ? 0 : 1);
}

void HistoryKeeper::rate(int stars) {
    const int row = m_strip->chosen();
    if (row >= 0) m_model->rate(row, stars);
}

void HistoryKeeper::removeChosen() {
    const int row = m_strip->chosen();
    if (row < 0) return;
    if (m_model->record(row).rating > 0) {
        Q_EMIT messageRaised(
            information(tr("This state has stars and stays."), tr("Press 0 first to take them away.")));
        return;
    }
    m_model->remove([id = m_model->record(row).id](const project::HistoryRecord& record) { return record.id == id; });
    if (m_model->rowCount() == 0) return;
    m_strip->list()->setCurrentIndex(m_model->index(std::min(row, m_model->rowCount() - 1)));
}

}  // namespace bplf::ui
