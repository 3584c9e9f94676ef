// SPDX-License-Identifier: GPL-3.0-or-later
// Files and pictures that come into the window: opened, dropped, pasted.
#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMimeData>
#include <QRubberBand>
#include <QStackedWidget>
#include <QUrl>
#include <algorithm>

#include "core/project/project_file.h"
#include "ui/bridge/engine_bridge.h"
#include "ui/screens/screen.h"
#include "ui/shell/main_window.h"

namespace bplf::ui {
namespace {

bool isModelPath(const QString& path) {
    const QFileInfo file(path);
    if (file.isDir()) return QFileInfo::exists(QDir(path).filePath(QStringLiteral("model.safetensors")));
    return file.suffix() == QLatin1String("safetensors");
}

bool isProject(const QString& path) {
    return path.endsWith(QLatin1String(project::kProjectEnding), Qt::CaseInsensitive);
}

QStringList localFiles(const QMimeData* dropped) {
    QStringList paths;
    for (const QUrl& url : dropped->urls())
        if (url.isLocalFile()) paths << url.toLocalFile();
    return paths;
}

}  // namespace

std::size_t MainWindow::claimant(const QString& path) const {
    const auto found = std::ranges::find_if(m_screens, [&](const Screen* screen) { return screen->claims(path); });
    return static_cast<std::size_t>(found - m_screens.begin());
}

void MainWindow::openFiles(const QStringList& paths) {
    const auto project = std::ranges::find_if(paths, isProject);
    if (project != paths.end()) {
        // What came with it is opened in it; of several projects each takes the place of the one before.
        QStringList others = paths;
        others.removeAt(project - paths.begin());
        return openProject(*project, [this, others] {
            if (!others.isEmpty()) openFiles(others);
        });
    }
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
        tr("Photos, pictures with a recipe, models (.safetensors), projects (.bplf.json), latents, event files and "
           "collections of faces are understood.");
    raise(message);
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

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (!event->mimeData()->hasUrls() && !event->mimeData()->hasImage()) return;
    event->acceptProposedAction();
    if (m_dropFrame == nullptr) m_dropFrame = new QRubberBand(QRubberBand::Rectangle, m_pages);
    m_dropFrame->setGeometry(m_pages->rect().adjusted(3, 3, -3, -3));
    m_dropFrame->show();
}

void MainWindow::dragLeaveEvent(QDragLeaveEvent*) {
    if (m_dropFrame != nullptr) m_dropFrame->hide();
}

void MainWindow::dropEvent(QDropEvent* event) {
    if (m_dropFrame != nullptr) m_dropFrame->hide();
    const QStringList paths = localFiles(event->mimeData());
    if (!paths.isEmpty()) {
        openFiles(paths);
    } else if (event->mimeData()->hasImage()) {
        sendPhotoToEncode(qvariant_cast<QImage>(event->mimeData()->imageData()));
    }
    event->acceptProposedAction();
}

}  // namespace bplf::ui
