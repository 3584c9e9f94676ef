// SPDX-License-Identifier: GPL-3.0-or-later
// Wires model, page and form to the shell.
#include "ui/screens/train/train_screen.h"

#include <QAction>
#include <QFileDialog>
#include <QFileInfo>

#include "core/inspect/find_models.h"
#include "ui/kit/icons.h"
#include "ui/screens/train/train_page.h"
#include "ui/screens/train/train_panel.h"

namespace bplf::ui {

TrainScreen::TrainScreen(EngineBridge* bridge, QObject* parent)
    : Screen(bridge, parent),
      m_model(new TrainModel(this)),
      m_page(new TrainPage(m_model)),
      m_panel(new TrainPanel(m_model)) {
    makeActions();
    connect(m_model, &TrainModel::messageRaised, this, &Screen::messageRaised);
    connect(m_model, &TrainModel::settledChanged, this, &Screen::settledChanged);
    connect(m_page, &TrainPage::settledChanged, this, &Screen::settledChanged);
    connect(m_model, &TrainModel::choiceChanged, this, &Screen::stateEdited);
    connect(m_model, &TrainModel::runsChanged, this, &Screen::stateEdited);
    connect(m_page, &TrainPage::runRequested, this, &TrainScreen::askForRun);
    connect(m_page, &TrainPage::curvesRequested, this,
            [this] { Q_EMIT filesOffered(QStringLiteral("curves"), {m_model->run()}); });
    connect(m_page, &TrainPage::modelsRequested, this,
            [this] { Q_EMIT filesOffered(QStringLiteral("models"), {m_model->run()}); });
}

QWidget* TrainScreen::page() {
    return m_page;
}

QWidget* TrainScreen::inspector() {
    return m_panel;
}

QAction* TrainScreen::add(const QString& text, const QString& tip, const QString& iconName, const QKeySequence& key,
                          std::function<void()> run) {
    auto* action = new QAction(text, this);
    if (!iconName.isEmpty()) action->setIcon(icon(iconName));
    action->setStatusTip(tip);
    action->setShortcut(key);
    connect(action, &QAction::triggered, this, std::move(run));
    m_actions << action;
    return action;
}

void TrainScreen::makeActions() {
    add(tr("Start training"), tr("Start the training that the form describes."), "play",
        QKeySequence(Qt::CTRL | Qt::Key_Return), [this] { m_model->start(); });
    add(tr("Pause or continue"), tr("Hold the training where it is, or let it go on."), "pause",
        QKeySequence(Qt::CTRL | Qt::Key_P), [this] {
            if (!m_model->isGoingOn()) return;
            m_model->training().state == inspect::TrainingState::kPaused ? m_model->resume() : m_model->pause();
        });
    add(tr("Stop the training"), tr("End the training after this step, with a checkpoint."), "stop", {}, [this] {
        if (m_model->isGoingOn()) m_model->stop();
    });
    add(tr("Go on with the run"), tr("Train on from the last checkpoint."), "play", {}, [this] { m_model->goOn(); });
    add(tr("Open a run…"), tr("Show a training by its folder."), "open", {}, [this] { askForRun(); });
    add(tr("Take the run off the list"), tr("Forget the run here; its folder and its training stay."), "close", {},
        [this] { m_model->removeRun(m_model->run()); });
}

void TrainScreen::activated() {
    m_isActive = true;
    m_model->setActive(true);
    m_page->setActive(true);
}

void TrainScreen::deactivated() {
    m_isActive = false;
    m_model->setActive(false);
    m_page->setActive(false);
}

bool TrainScreen::canOpen(const QString& path) const {
    return m_isActive && QFileInfo(path).isDir();
}

void TrainScreen::open(const QStringList& paths) {
    for (const QString& path : paths) {
        const QString whole = QFileInfo(path).absoluteFilePath();
        if (inspect::is_run_folder(whole.toStdU16String())) {
            m_model->addRun(whole);
            continue;
        }
        TrainChoice choice = m_model->choice();
        choice.data = whole;
        m_model->setChoice(choice);
    }
}

void TrainScreen::askForRun() {
    const QString folder = QFileDialog::getExistingDirectory(m_page, tr("Open the folder of a run"));
    if (folder.isEmpty()) return;
    if (inspect::is_run_folder(folder.toStdU16String())) return m_model->addRun(folder);
    Message message = information(tr("%1 holds no training run.").arg(folder),
                                  tr("Choose the folder that has config.json and checkpoints in it."));
    message.severity = Message::Severity::kWarning;
    Q_EMIT messageRaised(message);
}

bool TrainScreen::isSettled() const {
    return m_model->isSettled() && m_page->isSettled();
}

}  // namespace bplf::ui
