// SPDX-License-Identifier: GPL-3.0-or-later
// What the window does; how it is built is in main_window_build.cpp.
#include "ui/shell/main_window.h"

#include <QActionGroup>
#include <QApplication>
#include <QClipboard>
#include <QCloseEvent>
#include <QDir>
#include <QDockWidget>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QStackedWidget>
#include <QUrl>
#include <algorithm>

#include "ui/bridge/engine_bridge.h"
#include "ui/kit/message_bar.h"
#include "ui/screens/screen.h"
#include "ui/shell/model_chooser.h"
#include "ui/shell/progress_line.h"
#include "ui/shell/shortcuts_sheet.h"
#include "ui/shell/studio_settings.h"

namespace bplf::ui {
namespace {

bool isModelPath(const QString& path) {
    const QFileInfo file(path);
    if (file.isDir()) return QFileInfo::exists(QDir(path).filePath(QStringLiteral("model.safetensors")));
    return file.suffix() == QLatin1String("safetensors");
}

QStringList localFiles(const QMimeData* dropped) {
    QStringList paths;
    for (const QUrl& url : dropped->urls())
        if (url.isLocalFile()) paths << url.toLocalFile();
    return paths;
}

}  // namespace

MainWindow::MainWindow(EngineBridge* bridge, StudioSettings* settings, std::vector<std::unique_ptr<Screen>> screens,
                       QWidget* parent)
    : QMainWindow(parent), m_bridge(bridge), m_settings(settings) {
    for (auto& screen : screens) {
        screen->setParent(this);
        m_screens.push_back(screen.release());
    }
    setWindowTitle(tr("BPLF Studio"));
    setMinimumSize(960, 600);
    resize(1280, 800);
    setAcceptDrops(true);
    setDockNestingEnabled(false);
    buildCentre();
    buildDocks();
    buildMenus();
    buildRail();
    buildToolBar();
    buildStatusBar();
    for (Screen* screen : m_screens) connectScreen(screen);
    connectEngine();
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
    now->activated();
}

void MainWindow::connectScreen(Screen* screen) {
    connect(screen, &Screen::messageRaised, this, [this](const Message& message) { raise(message); });
    connect(screen, &Screen::progressed, this, [this, screen](const Progress& progress) {
        if (screen == currentScreen()) m_progress->report(progress);
    });
    connect(screen, &Screen::statusChanged, this, [this, screen](const QString& text) {
        if (screen == currentScreen()) m_status->setText(text);
    });
    connect(screen, &Screen::morphKeyOffered, this, &MainWindow::sendKeyToMorph);
    connect(screen, &Screen::photoOffered, this, &MainWindow::sendPhotoToEncode);
}

void MainWindow::connectEngine() {
    connect(m_bridge, &EngineBridge::modelLoading, this, [this](const QString& model) {
        m_loading = model;
        m_device->setText(tr("Loading…"));
    });
    connect(m_bridge, &EngineBridge::modelLoaded, this, &MainWindow::showModel);
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
    const bool embedded = m_bridge->embeddedModels().contains(m_loading);
    if (!embedded && !m_loading.isEmpty()) m_settings->addRecentModel(m_loading);
    m_settings->setModel(m_loading);
    updateChooser(m_loading);
    m_device->setText(QString::fromStdString(info.device));
    m_device->setToolTip(tr("%1, %2 × %3, %L4 parameters")
                             .arg(QString::fromStdString(info.system))
                             .arg(info.width)
                             .arg(info.height)
                             .arg(static_cast<qlonglong>(info.parameters)));
    for (Screen* screen : m_screens) screen->modelChanged(info);
}

void MainWindow::updateChooser(const QString& current) {
    m_models->setModels(m_bridge->embeddedModels(), m_settings->recentModels(), current);
}

void MainWindow::raise(const Message& message) {
    m_messages->showMessage(message);
}

std::size_t MainWindow::claimant(const QString& path) const {
    const auto found = std::ranges::find_if(m_screens, [&](const Screen* screen) { return screen->claims(path); });
    return static_cast<std::size_t>(found - m_screens.begin());
}

void MainWindow::openFiles(const QStringList& paths) {
    QStringList nobody;
    std::vector<QStringList> shares(m_screens.size());
    for (const QString& path : paths) {
        // The screen in front is asked first: a PNG may be a recipe for one and a photo for another.
        std::size_t owner = claimant(path);
        if (owner == m_screens.size() && m_screens[m_current]->canOpen(path)) owner = m_current;
        for (std::size_t i = 0; i < m_screens.size() && owner == m_screens.size(); ++i)
            if (m_screens[i]->canOpen(path)) owner = i;
        if (owner < m_screens.size()) {
            shares[owner] << path;
        } else if (isModelPath(path)) {
            m_bridge->loadModel(path);
        } else {
            nobody << path;
        }
    }
    for (std::size_t i = 0; i < shares.size(); ++i) {
        if (shares[i].isEmpty()) continue;
        setMode(m_screens[i]->id());
        m_screens[i]->open(shares[i]);
    }
    if (nobody.isEmpty()) return;
    Message message = information(tr("Nothing here opens %1.").arg(QFileInfo(nobody.first()).fileName()));
    message.severity = Message::Severity::kWarning;
    message.todo =
        tr("Photos, pictures with a recipe, models (.safetensors), latents, event files and collections of faces are "
           "understood.");
    raise(message);
}

void MainWindow::sendKeyToMorph(const MorphKey& key, const QImage& thumbnail) {
    Screen* morph = screen(QStringLiteral("morph"));
    if (morph == nullptr) return;
    morph->receiveKey(key, thumbnail);
    raise(information(tr("Added to the morph."), tr("Go there with Ctrl+2.")));
}

void MainWindow::sendPhotoToEncode(const QImage& photo) {
    Screen* encode = screen(QStringLiteral("encode"));
    if (encode == nullptr || !encode->openImage(photo)) return;
    setMode(encode->id());
}

void MainWindow::askForModel() {
    const QString path =
        QFileDialog::getOpenFileName(this, tr("Open a model"), QString(), tr("Models (*.safetensors);;All files (*)"));
    if (!path.isEmpty()) m_bridge->loadModel(path);
}

void MainWindow::askForFiles() {
    openFiles(QFileDialog::getOpenFileNames(this, tr("Open"), QString(), tr("All files (*)")));
}

void MainWindow::pastePhoto() {
    const QMimeData* clip = QApplication::clipboard()->mimeData();
    if (clip == nullptr) return;
    if (!localFiles(clip).isEmpty()) {
        openFiles(localFiles(clip));
    } else if (clip->hasImage()) {
        sendPhotoToEncode(qvariant_cast<QImage>(clip->imageData()));
    } else {
        raise(information(tr("The clipboard holds no picture."), tr("Copy a picture or a file first.")));
    }
}

void MainWindow::stopAll() {
    currentScreen()->stop();
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

void MainWindow::showAbout() {
    QMessageBox::about(this, tr("About BPLF Studio"),
                       tr("<b>BPLF Studio %1</b><p>Emotional faces by normalizing flow.</p>"
                          "<p>Free software under the GNU General Public License, version 3 or later. "
                          "It uses Qt, Dear ImGui, OpenCV and LibTorch. Photos stay on this computer.</p>")
                           .arg(QStringLiteral(BPLF_VERSION)));
}

void MainWindow::focusNextPane(bool forward) {
    QList<QWidget*> panes{m_pages->currentWidget()};
    if (m_inspectorDock->isVisible()) panes << m_inspectors->currentWidget();
    if (m_cardDock->isVisible()) panes << m_cards->currentWidget();
    qsizetype current = 0;
    for (qsizetype i = 0; i < panes.size(); ++i)
        if (panes[i]->isAncestorOf(focusWidget())) current = i;
    QWidget* next = panes[(current + (forward ? 1 : panes.size() - 1)) % panes.size()];
    for (QWidget* child : next->findChildren<QWidget*>())
        if (child->isVisible() && child->isEnabled() && (child->focusPolicy() & Qt::TabFocus)) {
            child->setFocus(Qt::TabFocusReason);
            return;
        }
    next->setFocus(Qt::TabFocusReason);
}

void MainWindow::restoreSession() {
    restoreGeometry(m_settings->geometry());
    restoreState(m_settings->windowState());
    for (Screen* screen : m_screens) {
        m_settings->file().beginGroup(QStringLiteral("screen-") + screen->id());
        screen->restoreState(m_settings->file());
        m_settings->file().endGroup();
    }
    if (!setMode(m_settings->mode())) showScreen(m_current);
}

void MainWindow::saveSession() const {
    m_settings->setWindow(saveGeometry(), saveState());
    m_settings->setMode(currentScreen()->id());
    for (const Screen* screen : m_screens) {
        m_settings->file().beginGroup(QStringLiteral("screen-") + screen->id());
        screen->saveState(m_settings->file());
        m_settings->file().endGroup();
    }
    m_settings->sync();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasUrls() || event->mimeData()->hasImage()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    const QStringList paths = localFiles(event->mimeData());
    if (!paths.isEmpty()) {
        openFiles(paths);
    } else if (event->mimeData()->hasImage()) {
        sendPhotoToEncode(qvariant_cast<QImage>(event->mimeData()->imageData()));
    }
    event->acceptProposedAction();
}

void MainWindow::closeEvent(QCloseEvent* event) {
    saveSession();
    QMainWindow::closeEvent(event);
}

}  // namespace bplf::ui
