// SPDX-License-Identifier: GPL-3.0-or-later
// The history in the window: its strip below the screens, its menu, and the sign that nothing of photos is kept.
#include <QAction>
#include <QDockWidget>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QStatusBar>
#include <QToolBar>

#include "ui/history/history_keeper.h"
#include "ui/history/history_strip.h"
#include "ui/kit/icons.h"
#include "ui/kit/widget_helpers.h"
#include "ui/shell/autosave.h"
#include "ui/shell/main_window.h"
#include "ui/shell/screen_messages.h"
#include "ui/shell/studio_settings.h"

namespace bplf::ui {

void MainWindow::buildHistory() {
    m_history = new HistoryKeeper(m_bridge, m_screens, m_settings->historyFolder(), this);
    m_historyDock = new QDockWidget(tr("History"), this);
    m_historyDock->setObjectName(QStringLiteral("history"));
    m_historyDock->setFeatures(QDockWidget::NoDockWidgetFeatures);
    m_historyDock->setTitleBarWidget(new QWidget(m_historyDock));
    m_historyDock->setAllowedAreas(Qt::BottomDockWidgetArea);
    m_historyDock->setWidget(m_history->strip());
    addDockWidget(Qt::BottomDockWidgetArea, m_historyDock);
    m_historyDock->hide();
    QAction* show =
        add(m_historyMenu, QStringLiteral("history"), tr("&Show the history"), {QKeySequence(Qt::CTRL | Qt::Key_H)},
            tr("Show what you drew and edited, below the screen."), [this] {
                const bool isHidden = m_historyDock->isHidden();
                m_historyDock->setVisible(isHidden);
                isHidden ? m_history->strip()->list()->setFocus() : keepFocusVisible();
            });
    show->setCheckable(true);
    connect(m_historyDock, &QDockWidget::visibilityChanged, show,
            [this, show] { show->setChecked(!m_historyDock->isHidden()); });
    m_historyMenu->addSeparator();
    m_historyMenu->addActions(m_history->actions());
    m_bar->addSeparator();
    m_bar->addAction(show);
    m_bar->widgetForAction(show)->setFocusPolicy(Qt::TabFocus);
    m_bar->widgetForAction(show)->setAccessibleName(tr("History"));
    show->setIconText(tr("History"));
    m_privacy = new QLabel(tr("Private: nothing of photos is kept"), this);
    setRole(m_privacy, "badge");
    m_privacy->hide();
    statusBar()->addPermanentWidget(m_privacy);
    connect(m_history, &HistoryKeeper::modeRequested, this, &MainWindow::setMode);
    connect(m_history, &HistoryKeeper::messageRaised, this, qOverload<const Message&>(&MainWindow::raise));
    connect(m_history, &HistoryKeeper::privacyChanged, this, &MainWindow::showPrivacy);
    connect(m_history, &HistoryKeeper::photosForgotten, this, &MainWindow::forgetInFiles);
    m_history->setPrivate(m_settings->isPrivate());
}

void MainWindow::showPrivacy(bool isPrivate) {
    m_settings->setPrivate(isPrivate);
    m_privacy->setVisible(isPrivate);
    // At once: what the session holds of a photo is not to lie there for another second.
    if (m_autosave != nullptr) m_autosave->flush();
}

void MainWindow::forgetInFiles(const QStringList& photos) {
    saveSession();
    if (!m_settings->historyFolder().isEmpty()) forgetInSessions(sessionFolder(), photos);
}

}  // namespace bplf::ui
