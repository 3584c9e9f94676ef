// SPDX-License-Identifier: GPL-3.0-or-later
// The commands of the Encode screen.
#include <QAction>
#include <QClipboard>
#include <QCryptographicHash>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMimeData>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QUrl>

#include "core/face/paste.h"
#include "core/publish/sheet_file.h"
#include "core/sample/latent_look.h"
#include "core/sample/latent_text.h"
#include "ui/bridge/background.h"
#include "ui/bridge/code_store.h"
#include "ui/bridge/engine_bridge.h"
#include "ui/bridge/picture_saving.h"
#include "ui/bridge/qimage_conversion.h"
#include "ui/kit/icons.h"
#include "ui/kit/picture_dialog.h"
#include "ui/screens/encode/encode_model.h"
#include "ui/screens/encode/encode_screen.h"
#include "ui/screens/encode/relabel_model.h"
#include "ui/screens/sample/sample_model.h"

namespace bplf::ui {

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
    m_resultActions << add(QStringLiteral("save"), tr("Save the &picture…"), QKeySequence(Qt::CTRL | Qt::Key_S),
                           tr("Save the face with the chosen expression, as a PNG with its code inside."), [this] {
                               const QString name = m_relabel->tileName(m_relabel->selected());
                               askAndSave(askForPictureName(m_page, tr("Save the picture"), suggestedName(name, "png")),
                                          &EncodeScreen::savePictureTo);
                           });
    m_resultActions << add(QStringLiteral("photo"), tr("Save in the p&hoto…"),
                           QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_B),
                           tr("Save the whole photo with the changed face at its place, size and angle."), [this] {
                               const QString name = m_relabel->tileName(m_relabel->selected()) + tr("-photo");
                               askAndSave(askForPictureName(m_page, tr("Save the photo"), suggestedName(name, "png")),
                                          &EncodeScreen::savePhotoTo);
                           });
    m_resultActions << add(
        QStringLiteral("grid"), tr("Save the &tiles…"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S),
        tr("Save all expressions, with their names, as one picture."), [this] {
            askAndSave(
                askForPictureName(m_page, tr("Save the tiles"), suggestedName(QStringLiteral("expressions"), "png")),
                &EncodeScreen::saveTilesTo);
        });
    m_resultActions << add(QStringLiteral("copy"), tr("Copy the &image"), QKeySequence(Qt::CTRL | Qt::Key_C),
                           tr("Copy the face with the chosen expression, as large as it is saved."),
                           [this] { copyPicture(); });
    m_resultActions << add(
        QStringLiteral("encode"), tr("Save the &latent…"), QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_S),
        tr("Save the code with the chosen expression, for Morph and the command line."), [this] {
            const QString name = m_relabel->tileName(m_relabel->selected());
            askAndSave(askForFileName(m_page, tr("Save the latent"), suggestedName(name, "safetensors"), tr("Latents"),
                                      QStringLiteral("safetensors")),
                       &EncodeScreen::saveLatentTo);
        });
    m_resultActions << add(
        QStringLiteral("morph"), tr("Send to &Morph"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_M),
        tr("Add the face, with the chosen expression, to the morph."), [this] { sendToMorph(latentStore()); });
    updateActions();
}

/// Where the codes of keys that are sent to Morph stay; one file for each code, found again by its photo.
QString EncodeScreen::latentStore() const {
    const auto& encoding = m_model->encoding();
    if (!encoding) return {};
    const std::string what = pixel_hash(m_model->crop()) + encoding->latent.metadata.at("model_sha256") +
                             format_label_mix(encoding->look.mix);
    const QByteArray name = QCryptographicHash::hash(QByteArray::fromStdString(what), QCryptographicHash::Sha256);
    if (isPrivate() && m_privateStore == nullptr) m_privateStore = std::make_unique<QTemporaryDir>();
    return codeFile(isPrivate() ? m_privateStore->path() : codeStore(), m_model->photoHash(),
                    QString::fromLatin1(name.toHex().left(16)));
}

QString EncodeScreen::suggestedName(const QString& what, const char* ending) const {
    return QStringLiteral("%1-%2.%3")
        .arg(QFileInfo(m_model->photoName()).completeBaseName(),
             what.toLower().replace(QLatin1Char(' '), QLatin1Char('-')), QLatin1String(ending));
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

void EncodeScreen::askAndSave(const QString& path, void (EncodeScreen::*save)(const QString&)) {
    if (!path.isEmpty()) (this->*save)(path);
}

Latent EncodeScreen::latentOfTile(const Cell& tile) const {
    Latent latent = m_model->latentForSaving();
    set_look(latent, tile.look);
    return latent;
}

void EncodeScreen::savePictureTo(const QString& path) {
    const Cell* tile = m_relabel->selectedTile();
    if (tile == nullptr) return;
    savePicture(
        this, path,
        [image = tile->image, latent = latentOfTile(*tile), size = size_alone(m_relabel->savedSize()),
         licence = m_model->modelInfo()->licence](const std::filesystem::path& file) {
            save_picture(file, image, size, {latent_text(latent), Origin::kEdited, licence});
        },
        [this](const Result<QString>& saved) { tellSaved(saved, tr("The picture was not saved.")); });
}

Image EncodeScreen::changedFace(const Cell& tile) const {
    const Look& own = m_model->encoding()->look;
    return tile.look.mix == own.mix && tile.look.intensity == own.intensity ? m_model->crop() : tile.image;
}

void EncodeScreen::savePhotoTo(const QString& path) {
    const Cell* tile = m_relabel->selectedTile();
    if (tile == nullptr) return;
    savePicture(
        this, path,
        [photo = m_model->sharedPhoto(), square = m_model->cropSquare(), before = m_model->crop(),
         after = changedFace(*tile), licence = m_model->modelInfo()->licence](const std::filesystem::path& file) {
            save_picture(file, paste_back(*photo, square, before, after), {}, {{}, Origin::kEdited, licence});
        },
        [this](const Result<QString>& saved) {
            const bool isPng = saved.ok() && saved.value().endsWith(QLatin1String(".png"), Qt::CaseInsensitive);
            const QString hint = isPng ? tr("Outside the face's square every pixel is the photo's.") : QString();
            Q_EMIT messageRaised(saved.ok() ? information(tr("Saved %1.").arg(saved.value()), hint)
                                            : messageFromError(saved.error(), tr("The photo was not saved.")));
        });
}

void EncodeScreen::saveTilesTo(const QString& path) {
    std::vector<Image> images{m_model->crop()};
    SheetNames names;
    names.captions.push_back(tr("Photo").toStdString());
    for (std::size_t i = 0; i < m_relabel->tiles().size(); ++i) {
        images.push_back(m_relabel->tiles()[i].image);
        const bool isMix = i + 1 == m_relabel->tiles().size();
        names.captions.push_back(isMix ? mixText(m_relabel->target().mix(), 2).toStdString()
                                       : m_relabel->tileName(i).toStdString());
    }
    savePicture(
        this, path,
        [images = std::move(images), names = std::move(names), latent = m_model->latentForSaving(),
         size = m_relabel->savedSize(), licence = m_model->modelInfo()->licence](const std::filesystem::path& file) {
            save_sheet(file, images, static_cast<int>(images.size() + 1) / 2, size,
                       {latent_text(latent), Origin::kEdited, licence}, names);
        },
        [this](const Result<QString>& saved) { tellSaved(saved, tr("The tiles were not saved.")); });
}

void EncodeScreen::saveLatentTo(const QString& path) {
    const Cell* tile = m_relabel->selectedTile();
    if (tile == nullptr) return;
    runInBackground<QString>(
        this,
        [path, latent = latentOfTile(*tile)] {
            save_latent(path.toStdString(), {latent});
            return path;
        },
        [this, name = m_relabel->tileName(m_relabel->selected())](const Result<QString>& saved) {
            Q_EMIT messageRaised(saved.ok() ? information(tr("Saved %1 as \"%2\".").arg(saved.value(), name),
                                                          tr("Drop it on Morph, or open it on the command line."))
                                            : messageFromError(saved.error(), tr("The latent was not saved.")));
        });
}

void EncodeScreen::tellSaved(const Result<QString>& saved, const QString& failure) {
    const QString hint = saved.ok() && saved.value().endsWith(QLatin1String(".png"), Qt::CaseInsensitive)
                             ? tr("Drop it on Morph to use the face there.")
                             : QString();
    Q_EMIT messageRaised(saved.ok() ? information(tr("Saved %1.").arg(saved.value()), hint)
                                    : messageFromError(saved.error(), failure));
}

void EncodeScreen::copyPicture() {
    const Cell* tile = m_relabel->selectedTile();
    if (tile == nullptr) return;
    const Image picture = at_size(tile->image, size_alone(m_relabel->savedSize()));
    QGuiApplication::clipboard()->setImage(toQImage(picture));
    Q_EMIT statusChanged(tr("Copied the face, %1 × %2 pixels").arg(picture.width).arg(picture.height));
}

void EncodeScreen::sendToMorph(const QString& path) {
    const Cell* tile = m_relabel->selectedTile();
    if (tile == nullptr) return;
    MorphKey key;
    key.source = "latent:" + path.toStdString();
    key.look = m_relabel->tileLook(m_relabel->selected());
    runInBackground<void>(
        this,
        [path, latent = m_model->latentForSaving()] {
            QDir().mkpath(QFileInfo(path).absolutePath());
            save_latent(path.toStdString(), {latent});
        },
        [this, key, thumbnail = toQImage(tile->image)](const Result<void>& saved) {
            if (saved.ok()) {
                Q_EMIT morphKeyOffered(key, thumbnail);
            } else {
                Q_EMIT messageRaised(messageFromError(saved.error(), tr("The face was not sent to Morph.")));
            }
        });
}

}  // namespace bplf::ui
