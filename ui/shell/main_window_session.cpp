// SPDX-License-Identifier: GPL-3.0-or-later
// The session: what a start goes on with, what is written of it, and the end.
#include <QCloseEvent>
#include <QMessageBox>
#include <QPushButton>

#include "ui/history/committed_states.h"
#include "ui/history/history_keeper.h"
#include "ui/screens/screen.h"
#include "ui/shell/main_window.h"
#include "ui/shell/project_keeper.h"
#include "ui/shell/studio_settings.h"

namespace bplf::ui {

void MainWindow::restoreSession() {
    restoreGeometry(m_settings->geometry());
    restoreState(m_settings->windowState());
    for (Screen* screen : m_screens) {
        const QVariantMap state = m_settings->screenState(screen->id());
        if (!state.isEmpty()) screen->restoreState(state);
    }
    if (!setMode(m_settings->mode())) showScreen(m_current);
    m_states->rebase();
    m_project->resume();
}

void MainWindow::saveSession() const {
    m_settings->setWindow(saveGeometry(), saveState());
    m_settings->setMode(currentScreen()->id());
    for (const Screen* screen : m_screens) m_settings->setScreenState(screen->id(), screen->state());
    m_project->storeInSession();
    m_settings->save();
}

void MainWindow::endSession() {
    m_history->flush();
    m_states->flush();
    saveSession();
    m_settings->close();
}

bool MainWindow::mayQuit() {
    QStringList running;
    for (const Screen* screen : m_screens)
        if (!screen->runningWork().isEmpty()) running << screen->runningWork();
    if (running.isEmpty()) return true;
    QMessageBox question(QMessageBox::Question, tr("Quit the studio?"), running.join(QLatin1Char('\n')),
                         QMessageBox::NoButton, this);
    question.setObjectName(QStringLiteral("quitQuestion"));
    QPushButton* quit = question.addButton(tr("&Stop it and quit"), QMessageBox::AcceptRole);
    question.setDefaultButton(question.addButton(tr("&Go on"), QMessageBox::RejectRole));
    question.exec();
    return question.clickedButton() == quit;
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (!mayQuit()) {
        event->ignore();
        return;
    }
    endSession();
    QMainWindow::closeEvent(event);
}

}  // namespace bplf::ui
