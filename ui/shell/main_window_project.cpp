// SPDX-License-Identifier: GPL-3.0-or-later
// Projects and undo in the window: their menus, the title, and what is asked before something is replaced.
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QToolBar>
#include <QToolButton>

#include "ui/history/committed_states.h"
#include "ui/history/history_keeper.h"
#include "ui/history/undo_keeper.h"
#include "ui/kit/picture_dialog.h"
#include "ui/screens/screen.h"
#include "ui/shell/main_window.h"
#include "ui/shell/project_keeper.h"
#include "ui/shell/studio_settings.h"

namespace bplf::ui {

void MainWindow::buildProjectMenu(QMenu* menu) {
    add(menu, QStringLiteral("plus"), tr("&New project"), {QKeySequence(Qt::CTRL | Qt::Key_N)},
        tr("Begin anew on every screen."), [this] { replaceProject([this] { m_project->startNew(); }); });
    add(menu, QStringLiteral("open"), tr("Open a p&roject…"), {QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_O)},
        tr("Show what every screen showed when a project was saved."), [this] { askForProject(); });
    m_recentProjects = menu->addMenu(tr("Re&cent projects"));
    connect(m_recentProjects, &QMenu::aboutToShow, this, &MainWindow::fillRecentProjects);
    add(menu, QStringLiteral("save"), tr("&Save the project"), {QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_P)},
        tr("Save what every screen shows, the model and the favourites as one file."), [this] { saveProject(); });
    add(menu, {}, tr("Save the project &as…"), {QKeySequence(Qt::CTRL | Qt::ALT | Qt::SHIFT | Qt::Key_P)},
        tr("Save the project under another name."), [this] { saveProjectAs(); });
}

void MainWindow::fillRecentProjects() {
    m_recentProjects->clear();
    const QStringList recent = m_settings->recentProjects();
    for (const QString& path : recent) {
        const QString name = QFileInfo(path).fileName();
        QAction* action = m_recentProjects->addAction(QString(name).replace('&', QStringLiteral("&&")), this,
                                                      [this, path] { openProject(path); });
        action->setStatusTip(path);
        action->setToolTip(path);
        action->setEnabled(QFileInfo::exists(path));
    }
    if (recent.isEmpty()) m_recentProjects->addAction(tr("None yet"))->setEnabled(false);
}

void MainWindow::buildUndo() {
    m_undo = new UndoKeeper(m_states, m_screens, this);
    m_editMenu->addActions(m_undo->actions());
    m_bar->insertActions(m_live, m_undo->actions());
    m_bar->insertSeparator(m_live);
    for (QAction* action : m_undo->actions()) {
        auto* button = qobject_cast<QToolButton*>(m_bar->widgetForAction(action));
        button->setToolButtonStyle(Qt::ToolButtonIconOnly);
        button->setFocusPolicy(Qt::TabFocus);
        button->setAccessibleName(QString(action->text()).remove(QLatin1Char('&')));
    }
    connect(m_undo, &UndoKeeper::modeRequested, this, &MainWindow::setMode);
    connect(m_undo, &UndoKeeper::messageRaised, this, qOverload<const Message&>(&MainWindow::raise));
    // What was forgotten is not to come back.
    connect(m_history, &HistoryKeeper::photosForgotten, m_undo, &UndoKeeper::clear);
}

void MainWindow::buildProject() {
    m_project = new ProjectKeeper({m_bridge, m_settings, m_screens, m_states, m_undo, m_history->model(),
                                   [this] { return currentScreen()->id(); }},
                                  this);
    connect(m_project, &ProjectKeeper::modeRequested, this, &MainWindow::setMode);
    connect(m_project, &ProjectKeeper::messageRaised, this, qOverload<const Message&>(&MainWindow::raise));
    connect(m_project, &ProjectKeeper::titleChanged, this, &MainWindow::showTitle);
    connect(m_history, &HistoryKeeper::photosForgotten, m_project, &ProjectKeeper::forget);
    showTitle();
}

void MainWindow::showTitle() {
    const QString name = m_project->name();
    setWindowTitle(name.isEmpty()            ? tr("BPLF Studio")
                   : m_project->isReadOnly() ? tr("%1 (read-only)[*] — BPLF Studio").arg(name)
                                             : tr("%1[*] — BPLF Studio").arg(name));
    setWindowModified(!name.isEmpty() && m_project->isModified());
}

void MainWindow::replaceProject(const std::function<void()>& then) {
    m_states->flush();
    if (!m_project->isModified()) return then();
    const QString name = m_project->name();
    QMessageBox question(QMessageBox::Question, tr("Save the project?"),
                         name.isEmpty() ? tr("What is on the screens is in no project yet.")
                                        : tr("The project %1 has changes that are not saved.").arg(name),
                         QMessageBox::NoButton, this);
    question.setObjectName(QStringLiteral("projectQuestion"));
    QPushButton* save = question.addButton(tr("&Save"), QMessageBox::AcceptRole);
    QPushButton* drop = question.addButton(tr("&Do not save"), QMessageBox::DestructiveRole);
    question.addButton(QMessageBox::Cancel);
    question.setDefaultButton(save);
    question.exec();
    if (question.clickedButton() == save) saveProject(then);
    if (question.clickedButton() == drop) then();
}

void MainWindow::openProject(const QString& path, const std::function<void()>& then) {
    replaceProject([this, path, then] { m_project->open(path, then); });
}

void MainWindow::askForProject() {
    const QString path = QFileDialog::getOpenFileName(this, tr("Open a project"), QString(),
                                                      tr("Projects (*.bplf.json);;All files (*)"));
    if (!path.isEmpty()) openProject(path);
}

void MainWindow::saveProject(const std::function<void()>& then) {
    m_project->path().isEmpty() || m_project->isReadOnly() ? saveProjectAs(then) : m_project->save(then);
}

void MainWindow::saveProjectAs(const std::function<void()>& then) {
    const QString name = m_project->name().isEmpty() ? tr("project") : m_project->name();
    const QString path = askForFileName(this, tr("Save the project"), name + QLatin1String(project::kProjectEnding),
                                        tr("Projects"), QStringLiteral("bplf.json"));
    if (!path.isEmpty()) m_project->saveAs(path, then);
}

}  // namespace bplf::ui
