// SPDX-License-Identifier: GPL-3.0-or-later
// What the window does; how it is built is in main_window_build.cpp, how files come in in main_window_files.cpp, what
// is kept of it in main_window_session.cpp.
#include "ui/shell/main_window.h"

#include <QActionGroup>
#include <QApplication>
#include <QDockWidget>
#include <QFileInfo>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QScreen>
#include <QStackedWidget>
#include <QStatusBar>
#include <QToolBar>
#include <algorithm>

#include "ui/bridge/engine_bridge.h"
#include "ui/history/committed_states.h"
#include "ui/history/history_keeper.h"
#include "ui/history/history_strip.h"
#include "ui/kit/message_bar.h"
#include "ui/kit/tab_order.h"
#include "ui/screens/screen.h"
#include "ui/shell/autosave.h"
#include "ui/shell/key_choices.h"
#include "ui/shell/keys_dialog.h"
#include "ui/shell/model_chooser.h"
#include "ui/shell/progress_line.h"
#include "ui/shell/project_keeper.h"
#include "ui/shell/screen_messages.h"
#include "ui/shell/shortcuts_sheet.h"
#include "ui/shell/studio_settings.h"

namespace bplf::ui {
namespace {

constexpr QSize kSmallest(960, 600), kUsual(1280, 800);
/// What the desktop adds around a window.
constexpr QSize kFrame(16, 48);

}  // namespace

MainWindow::MainWindow(EngineBridge* bridge, StudioSettings* settings, std::vector<std::unique_ptr<Screen>> screens,
                       QWidget* parent)
    : QMainWindow(parent), m_bridge(bridge), m_settings(settings) {
    for (auto& screen : screens) {
        screen->setParent(this);
        m_screens.push_back(screen.release());
    }
    const QSize room = QWidget::screen()->availableSize() - kFrame;
    setMinimumSize(kSmallest.boundedTo(room));
    resize(kUsual.boundedTo(room));
    setAcceptDrops(true);
    setDockNestingEnabled(false);
    buildCentre();
    buildDocks();
    buildMenus();
    buildRail();
    buildToolBar();
    buildStatusBar();
    m_states = new CommittedStates(m_bridge, m_screens, this);
    buildHistory();
    buildUndo();
    buildProject();
    for (Screen* screen : m_screens) connectScreen(screen);
    connectEngine();
    m_autosave = new Autosave([this] { saveSession(); }, this);
    for (const Screen* screen : m_screens) connect(screen, &Screen::stateEdited, m_autosave, &Autosave::touch);
    connect(m_project, &ProjectKeeper::titleChanged, m_autosave, &Autosave::touch);
    m_keys = std::make_unique<KeyChoices>(m_settings, allActions(), static_cast<std::size_t>(m_menus.size()));
    m_initialState = saveState();
    showScreen(0);
}

MainWindow::~MainWindow() = default;

Screen* MainWindow::screen(const QString& id) const {
    for (Screen* screen : m_screens)
        if (screen->id() == id) return screen;
    return nullptr;
}

bool MainWindow::setMode(const QString& id) {
    for (std::size_t i = 0; i < m_screens.size(); ++i) {
        if (m_screens[i]->id() != id) continue;
        m_modes->actions()[static_cast<int>(i)]->setChecked(true);
        showScreen(i);
        return true;
    }
    return false;
}

void MainWindow::showScreen(std::size_t index) {
    Screen* before = m_screens[m_current];
    Screen* now = m_screens[index];
    if (before != now) before->deactivated();
    for (QAction* action : before->actions()) action->setEnabled(false);
    m_current = index;
    if (m_autosave != nullptr) m_autosave->touch();
    m_news->show(now);
    m_pages->setCurrentWidget(now->page());
    const auto showIn = [](QDockWidget* dock, QStackedWidget* stack, QWidget* content) {
        dock->setVisible(content != nullptr);
        if (content == nullptr) return;
        for (int i = 0; i < stack->count(); ++i)
            if (stack->widget(i) == content || stack->widget(i)->isAncestorOf(content)) stack->setCurrentIndex(i);
    };
    showIn(m_inspectorDock, m_inspectors, now->inspector());
    showIn(m_cardDock, m_cards, now->card());
    m_inspectorDock->setWindowTitle(now->title());
    m_cardDock->setWindowTitle(now->cardTitle());
    m_screenMenu->setTitle(now->title());
    m_screenMenu->clear();
    for (QAction* action : now->actions()) action->setEnabled(true);
    m_screenMenu->addActions(now->actions());
    m_screenMenu->menuAction()->setVisible(!now->actions().isEmpty());
    if (m_status != nullptr) m_status->clear();
    if (m_progress != nullptr) m_progress->report({});
    m_states->flush();
    now->activated();
    // What a screen opens again when it is first seen is nobody's change.
    m_states->rebase(now);
    m_history->setFront(now);
    updateTools();
    keepFocusVisible();
    orderFocus();
}

void MainWindow::connectScreen(Screen* screen) {
    connect(screen, &Screen::messageRaised, this,
            [this, screen](const Message& message) { m_news->raise(message, screen); });
    connect(screen, &Screen::progressed, this, [this, screen](const Progress& progress) {
        if (screen != currentScreen()) return;
        m_progress->report(progress);
        updateTools();
    });
    connect(screen, &Screen::statusChanged, this, [this, screen](const QString& text) {
        if (screen == currentScreen()) m_status->setText(text);
    });
    connect(screen, &Screen::settledChanged, this, &MainWindow::updateTools);
    connect(screen, &Screen::stateEdited, this, &MainWindow::updateTools);
    connect(screen, &Screen::morphKeyOffered, this, &MainWindow::sendKeyToMorph);
    connect(screen, &Screen::photoOffered, this, &MainWindow::sendPhotoToEncode);
    connect(screen, &Screen::identityOffered, this, &MainWindow::sendIdentityToStimuli);
    connect(screen, &Screen::filesOffered, this, &MainWindow::sendFiles);
}

void MainWindow::connectEngine() {
    connect(m_bridge, &EngineBridge::modelLoading, this, [this](const QString& model) {
        m_loading = model;
        m_device->setText(tr("Loading…"));
    });
    connect(m_bridge, &EngineBridge::modelLoaded, this, &MainWindow::showModel);
    connect(m_bridge, &EngineBridge::busyChanged, this, &MainWindow::updateTools);
    connect(m_bridge, &EngineBridge::modelFailed, this, [this](const QString& model, const Error& error) {
        raise(messageFromError(error, tr("The model \"%1\" was not opened.").arg(QFileInfo(model).fileName())));
        const ModelInfo* info = m_bridge->model();
        m_device->setText(info != nullptr ? QString::fromStdString(info->device) : tr("No model"));
        updateChooser(info != nullptr ? m_settings->model() : QString());
    });
    connect(m_bridge, &EngineBridge::engineFailed, this,
            [this](const Error& error) { raise(messageFromError(error, tr("The engine stopped."))); });
}

void MainWindow::showModel(const ModelInfo& info) {
    // "default" is a word for one of the list.
    const QString name = QString::fromStdString(info.name);
    if (!m_loading.contains(QLatin1Char('/')) && m_bridge->embeddedModels().contains(name)) m_loading = name;
    const bool embedded = m_bridge->embeddedModels().contains(m_loading);
    if (!embedded && !m_loading.isEmpty()) m_settings->addRecentModel(m_loading);
    m_settings->setModel(m_loading);
    updateChooser(m_loading);
    m_device->setText(QString::fromStdString(info.device));
    QString about = tr("%1, %2 × %3, %L4 parameters")
                        .arg(QString::fromStdString(info.system))
                        .arg(info.width)
                        .arg(info.height)
                        .arg(static_cast<qlonglong>(info.parameters));
    if (!info.licence.empty()) about += tr("\nLicence: %1").arg(QString::fromStdString(info.licence));
    m_device->setToolTip(about);
    m_models->setToolTip(tr("The model that draws and encodes") + QLatin1Char('\n') + about);
    for (Screen* screen : m_screens) screen->modelChanged(info);
    orderFocus();
}

void MainWindow::updateChooser(const QString& current) {
    m_models->setModels(m_bridge->embeddedModels(), m_settings->recentModels(), current);
}

void MainWindow::raise(const Message& message) {
    m_news->raise(message, currentScreen());
}

QString MainWindow::wayTo(const Screen* screen) const {
    const auto place = std::ranges::find(m_screens, screen) - m_screens.begin();
    return tr("Go there with %1.").arg(m_modes->actions()[place]->shortcut().toString(QKeySequence::NativeText));
}

void MainWindow::sendFiles(const QString& id, const QStringList& paths) {
    if (setMode(id)) screen(id)->open(paths);
}

void MainWindow::sendKeyToMorph(const MorphKey& key, const QImage& thumbnail) {
    Screen* morph = screen(QStringLiteral("morph"));
    if (morph == nullptr) return;
    morph->receiveKey(key, thumbnail);
    raise(information(tr("Added to the morph."), wayTo(morph)));
}

void MainWindow::sendIdentityToStimuli(const QString& source) {
    Screen* stimuli = screen(QStringLiteral("stimuli"));
    if (stimuli != nullptr && stimuli->receiveIdentity(source))
        raise(information(tr("Added to the stimulus set."), wayTo(stimuli)));
}

void MainWindow::stopAll() {
    currentScreen()->stop();
}

/// What would do nothing here does not look as if it did.
void MainWindow::updateTools() {
    if (m_stop == nullptr) return;
    const Screen* screen = currentScreen();
    m_live->setEnabled(screen->hasLive());
    m_newSeed->setEnabled(screen->hasSeed());
    m_stop->setEnabled(!screen->isSettled() || !screen->runningWork().isEmpty());
}

void MainWindow::resetLayout() {
    restoreState(m_initialState);
    showScreen(m_current);
}

void MainWindow::showShortcuts() {
    auto* sheet = new ShortcutsSheet(allActions(), this);
    sheet->setAttribute(Qt::WA_DeleteOnClose);
    sheet->show();
}

void MainWindow::showKeys() {
    auto* dialog = new KeysDialog(m_keys.get(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setModal(true);
    dialog->show();
}

void MainWindow::showAbout() {
    QMessageBox::about(this, tr("About BPLF Studio"),
                       tr("<b>BPLF Studio %1</b><p>Emotional faces by normalizing flow.</p>"
                          "<p>Free software under the GNU General Public License, version 3 or later. "
                          "It uses Qt, Dear ImGui, OpenCV and LibTorch. Photos stay on this computer.</p>")
                           .arg(QStringLiteral(BPLF_VERSION)));
}

void MainWindow::focusNextPane(bool forward) {
    QList<QWidget*> panes{m_pages->currentWidget()};
    if (m_historyDock->isVisible()) panes << m_history->strip();
    if (m_inspectorDock->isVisible()) panes << m_inspectors->currentWidget();
    if (m_cardDock->isVisible()) panes << m_cards->currentWidget();
    qsizetype current = 0;
    for (qsizetype i = 0; i < panes.size(); ++i)
        if (panes[i]->isAncestorOf(focusWidget())) current = i;
    QWidget* next = panes[(current + (forward ? 1 : panes.size() - 1)) % panes.size()];
    if (!focusFirst(next, Qt::TabFocusReason)) next->setFocus(Qt::TabFocusReason);
}

/// Widgets come and go with models and results, so the order is made anew when it is needed.
bool MainWindow::focusNextPrevChild(bool next) {
    orderFocus();
    return QMainWindow::focusNextPrevChild(next);
}

void MainWindow::orderFocus() {
    orderTabs({m_bar, m_rail, m_messages, m_pages, m_history->strip(), m_inspectors, m_cards, statusBar()});
}

void MainWindow::keepFocusVisible() {
    const QWidget* focus = focusWidget();
    if (focus == nullptr || !focus->isVisibleTo(this)) focusFirst(m_pages->currentWidget(), Qt::OtherFocusReason);
}

}  // namespace bplf::ui
