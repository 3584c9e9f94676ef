// SPDX-License-Identifier: GPL-3.0-or-later
// The commands of the Encode screen.
#include <QAction>
#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QGuiApplication>
#include <QMimeData>
#include <QStandardPaths>
#include <QUrl>

#include "core/publish/sheet_file.h"
#include "ui/bridge/background.h"
#include "ui/bridge/engine_bridge.h"
#include "ui/bridge/qimage_conversion.h"
#include "ui/kit/icons.h"
#include "ui/screens/encode/encode_model.h"
#include "ui/screens/encode/encode_screen.h"
#include "ui/screens/encode/encode_stages.h"
#include "ui/screens/encode/relabel_model.h"

namespace bplf::ui {
namespace {

constexpr int kSheetScale = 4;

}  // namespace

QAction* EncodeScreen::add(const QString& iconName, const QString& text, const QKeySequence& key, const QString& tip,
                           std::function<void()> run) {
    auto* action = new QAction(icon(iconName), text, this);
    action->setShortcut(key);
    action->setStatusTip(tip);
    const QString plain = QString(text).remove(QLatin1Char('&'));
    action->setToolTip(key.isEmpty() ? plain
                                     : QStringLiteral("%1 (%2)").arg(plain, key.toString(QKeySequence::NativeText)));
    connect(action, &QAction::triggered, this, std::move(run));
    m_actions << action;
    return action;
}

void EncodeScreen::buildActions() {
    m_fileActions << add(QStringLiteral("open"), tr("Open a &photo…"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O),
                         tr("Choose a photo to encode."), [this] { askForPhoto(); });
    m_fileActions << add(QStringLiteral("paste"), tr("P&aste"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_V),
                         tr("Encode the picture in the clipboard."), [this] { pastePhoto(); });
    m_resultActions << add(QStringLiteral("save"), tr("Save the &latent…"), QKeySequence(Qt::CTRL | Qt::Key_S),
                           tr("Save the face's code as a file that Morph and the command line open."), [this] {
                               askAndSave(tr("Save the latent"), QStringLiteral("face.latent.safetensors"),
                                          tr("Latents (*.safetensors)"), &EncodeScreen::saveLatentTo);
                           });
    m_resultActions << add(QStringLiteral("grid"), tr("Save the &tiles…"),
                           QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S), tr("Save all expressions as one PNG."),
                           [this] {
                               askAndSave(tr("Save the tiles"), QStringLiteral("expressions.png"),
                                          tr("PNG pictures (*.png)"), &EncodeScreen::saveTilesTo);
                           });
    m_resultActions << add(
        QStringLiteral("morph"), tr("Send to &Morph"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_M),
        tr("Add the face, with the chosen expression, to the morph."), [this] {
            const QString folder =
                QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + QStringLiteral("/latents");
            const QString name = QString::fromStdString(pixel_hash(m_model->crop())).left(16);
            sendToMorph(QStringLiteral("%1/%2.safetensors").arg(folder, name));
        });
    updateActions();
}

void EncodeScreen::askForPhoto() {
    const QString path = QFileDialog::getOpenFileName(
        m_page, tr("Open a photo"), QStandardPaths::writableLocation(QStandardPaths::PicturesLocation),
        tr("Photos (*.png *.jpg *.jpeg *.webp *.tif *.tiff *.bmp *.pgm *.ppm);;All files (*)"));
    if (!path.isEmpty()) m_model->openPhoto(path);
}

void EncodeScreen::pastePhoto() {
    const QMimeData* clip = QGuiApplication::clipboard()->mimeData();
    if (clip != nullptr && clip->hasUrls() && clip->urls().first().isLocalFile()) {
        m_model->openPhoto(clip->urls().first().toLocalFile());
    } else if (clip == nullptr || !openImage(qvariant_cast<QImage>(clip->imageData()))) {
        Q_EMIT messageRaised(information(tr("The clipboard holds no picture."), tr("Copy a picture or a file first.")));
    }
}

void EncodeScreen::askAndSave(const QString& title, const QString& name, const QString& filter,
                              void (EncodeScreen::*save)(const QString&)) {
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::PicturesLocation);
    const QString path = QFileDialog::getSaveFileName(m_page, title, folder + QLatin1Char('/') + name, filter);
    if (!path.isEmpty()) (this->*save)(path);
}

void EncodeScreen::saveLatentTo(const QString& path) {
    runInBackground<void>(
        this, [path, latent = m_model->latentForSaving()] { save_latent(path.toStdString(), {latent}); },
        [this, path](const Result<void>& saved) {
            Q_EMIT messageRaised(
                saved.ok() ? information(tr("Saved %1.").arg(path), tr("Open it in Morph, or with bplf decode."))
                           : messageFromError(saved.error(), tr("The latent was not saved.")));
        });
}

void EncodeScreen::saveTilesTo(const QString& path) {
    std::vector<Image> images{m_model->crop()};
    for (const Cell& tile : m_relabel->tiles()) images.push_back(tile.image);
    runInBackground<void>(
        this,
        [path, images = std::move(images)] {
            save_sheet(path.toStdString(), images, static_cast<int>(images.size()), {.scale = kSheetScale}, {});
        },
        [this, path](const Result<void>& saved) {
            Q_EMIT messageRaised(saved.ok() ? information(tr("Saved %1.").arg(path))
                                            : messageFromError(saved.error(), tr("The tiles were not saved.")));
        });
}

void EncodeScreen::sendToMorph(const QString& path) {
    const int tile = m_use != nullptr ? m_use->selected() : -1;
    MorphKey key;
    key.source = "latent:" + path.toStdString();
    const auto& encoding = m_model->encoding();
    if (encoding) key.look.mix = encoding->look.mix;
    Image picture = encoding ? encoding->reconstruction : m_model->crop();
    if (tile >= 0 && static_cast<std::size_t>(tile) < m_relabel->tiles().size()) {
        key.look = m_relabel->tileLook(static_cast<std::size_t>(tile));
        picture = m_relabel->tiles()[static_cast<std::size_t>(tile)].image;
    }
    runInBackground<void>(
        this,
        [path, latent = m_model->latentForSaving()] {
            QDir().mkpath(QFileInfo(path).absolutePath());
            save_latent(path.toStdString(), {latent});
        },
        [this, key, thumbnail = toQImage(picture)](const Result<void>& saved) {
            if (saved.ok()) {
                Q_EMIT morphKeyOffered(key, thumbnail);
            } else {
                Q_EMIT messageRaised(messageFromError(saved.error(), tr("The face was not sent to Morph.")));
            }
        });
}

}  // namespace bplf::ui
