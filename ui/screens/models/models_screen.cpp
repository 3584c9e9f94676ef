// SPDX-License-Identifier: GPL-3.0-or-later
// Wires shelf, study and page to the shell.
#include "ui/screens/models/models_screen.h"

#include <QAction>
#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QListWidget>
#include <QTabWidget>

#include "ui/kit/icons.h"
#include "ui/screens/models/check_tab.h"
#include "ui/screens/models/models_page.h"

namespace bplf::ui {

ModelsScreen::ModelsScreen(EngineBridge* bridge, QObject* parent)
    : Screen(bridge, parent),
      m_shelf(new ModelShelf(bridge, this)),
      m_study(new ModelStudy(m_shelf, this)),
      m_page(new ModelsPage(bridge, m_shelf, m_study)) {
    makeActions();
    connect(m_shelf, &ModelShelf::settledChanged, this, &Screen::settledChanged);
    connect(m_study, &ModelStudy::settledChanged, this, &Screen::settledChanged);
    connect(m_shelf, &ModelShelf::listChanged, this, &Screen::stateEdited);
    connect(m_shelf, &ModelShelf::nothingFound, this, [this](const QString& place) {
        Message message = information(tr("No model is in %1.").arg(place));
        message.severity = Message::Severity::kWarning;
        message.todo = tr("Models end in .safetensors; a run has a folder named checkpoints.");
        m_shelf->removePlace(place);
        Q_EMIT messageRaised(message);
    });
    connect(m_page, &ModelsPage::chosen, this, &Screen::stateEdited);
    connect(m_page->tabs(), &QTabWidget::currentChanged, this, &Screen::stateEdited);
    connect(m_page, &ModelsPage::useRequested, this, &ModelsScreen::useChosen);
    connect(m_page, &ModelsPage::filesRequested, this, &ModelsScreen::askForFiles);
    connect(m_page, &ModelsPage::folderRequested, this, &ModelsScreen::askForFolder);
    connect(bridge, &EngineBridge::modelLoading, m_page, &ModelsPage::refreshUse);
    connect(bridge, &EngineBridge::modelFailed, m_page, &ModelsPage::refreshUse);
    connect(bridge, &EngineBridge::modelLoaded, m_page, &ModelsPage::refreshUse);
}

QWidget* ModelsScreen::page() {
    return m_page;
}

QAction* ModelsScreen::add(const QString& text, const QString& tip, const QString& iconName, const QKeySequence& key,
                           std::function<void()> run) {
    auto* action = new QAction(text, this);
    if (!iconName.isEmpty()) action->setIcon(icon(iconName));
    action->setStatusTip(tip);
    action->setShortcut(key);
    connect(action, &QAction::triggered, this, std::move(run));
    m_actions << action;
    return action;
}

void ModelsScreen::makeActions() {
    add(tr("Use this model"), tr("Draw and encode with the chosen model on every screen."), "play",
        QKeySequence(Qt::CTRL | Qt::Key_Return), [this] { useChosen(); });
    add(tr("Check this model"), tr("Check the chosen model's file, weights and network."), "keep",
        QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_K), [this] {
            m_page->tabs()->setCurrentWidget(m_page->checks());
            m_study->check();
        });
    add(tr("Add a folder of models…"), tr("List the models in a folder, or the checkpoints of a run."), "plus", {},
        [this] { askForFolder(); });
    add(tr("Put a model on the list…"), tr("List a model's file."), "open", {}, [this] { askForFiles(); });
    add(tr("Look again"), tr("Look whether models came or went."), "reset",
        QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_R), [this] { m_shelf->refresh(); });
    add(tr("Copy the hash"), tr("Copy the SHA-256 of the chosen model's file."), "copy", {}, [this] {
        const int index = m_shelf->indexOf(m_study->path());
        if (index < 0 || !m_shelf->models()[static_cast<std::size_t>(index)].facts) return;
        QGuiApplication::clipboard()->setText(
            QString::fromStdString(m_shelf->models()[static_cast<std::size_t>(index)].facts->sha256));
    });
    QAction* remove = add(tr("Take off the list"), tr("Take the file, folder or run of the chosen model off the list."),
                          "close", QKeySequence(Qt::Key_Delete), [this] { removeChosen(); });
    // Delete acts only where the list has the focus.
    remove->setShortcutContext(Qt::WidgetShortcut);
    m_page->list()->addAction(remove);
}

void ModelsScreen::activated() {
    m_isActive = true;
    m_shelf->setActive(true);
}

void ModelsScreen::deactivated() {
    m_isActive = false;
    m_shelf->setActive(false);
}

void ModelsScreen::modelChanged(const ModelInfo& info) {
    // What comes with the program stands on the list already.
    const QString path = QString::fromStdString(info.path);
    if (QFileInfo(path).isAbsolute() && !bridge()->embeddedModels().contains(QString::fromStdString(info.name)))
        m_shelf->addPlaces({path});
}

void ModelsScreen::stop() {
    bridge()->cancelLoading();
    m_study->stopChecking();
}

bool ModelsScreen::canOpen(const QString& path) const {
    const QFileInfo file(path);
    return m_isActive && (file.isDir() || file.suffix() == QLatin1String("safetensors"));
}

void ModelsScreen::open(const QStringList& paths) {
    QStringList places;
    for (const QString& path : paths) places << QFileInfo(path).absoluteFilePath();
    m_shelf->addPlaces(places);
    const QFileInfo first(paths.value(0));
    if (!first.isDir()) m_page->choose(first.absoluteFilePath());
}

void ModelsScreen::useChosen() {
    if (bridge()->isLoading()) return bridge()->cancelLoading();
    const int index = m_shelf->indexOf(m_study->path());
    if (index < 0) return;
    const ShelvedModel& model = m_shelf->models()[static_cast<std::size_t>(index)];
    if (model.canDraw()) return bridge()->loadModel(model.loadName());
    Message message = information(tr("%1 draws no faces by itself.").arg(model.name));
    message.severity = Message::Severity::kWarning;
    message.why = model.problem ? QString::fromUtf8(model.problem->what()) : QString();
    message.todo = tr("Choose a whole flow.");
    Q_EMIT messageRaised(message);
}

void ModelsScreen::askForFiles() {
    open(QFileDialog::getOpenFileNames(m_page, tr("Put models on the list"), {},
                                       tr("Models (*.safetensors);;All files (*)")));
}

void ModelsScreen::askForFolder() {
    const QString folder = QFileDialog::getExistingDirectory(m_page, tr("Add a folder of models"));
    if (!folder.isEmpty()) open({folder});
}

void ModelsScreen::removeChosen() {
    const QString place = m_shelf->placeOf(m_shelf->indexOf(m_study->path()));
    if (!place.isEmpty()) return m_shelf->removePlace(place);
    Q_EMIT messageRaised(information(tr("This model comes with the program and stays on the list.")));
}

bool ModelsScreen::isSettled() const {
    return m_shelf->isSettled() && m_study->isSettled() && !bridge()->isLoading();
}

}  // namespace bplf::ui
