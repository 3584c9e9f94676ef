// SPDX-License-Identifier: GPL-3.0-or-later
// The chain of replies from photo to encoding.
#include "ui/screens/encode/encode_model.h"

#include <QFileInfo>
#include <algorithm>

#include "core/engine/complete.h"
#include "core/face/frame.h"
#include "core/image/photo.h"
#include "core/image/resize.h"
#include "core/publish/provenance.h"
#include "ui/bridge/background.h"
#include "ui/bridge/engine_bridge.h"
#include "ui/bridge/qimage_conversion.h"

namespace bplf::ui {
namespace {

/// They are as large as photos are.
constexpr std::size_t kMostPasted = 4;
constexpr int kPreviewSide = 2048;

QImage previewOf(const Image& photo) {
    const int longest = std::max(photo.width, photo.height);
    if (longest <= kPreviewSide) return toQImage(photo);
    const auto scaled = [longest](int side) {
        return std::max(1, static_cast<int>(std::int64_t{side} * kPreviewSide / longest));
    };
    return toQImage(resize(photo, scaled(photo.width), scaled(photo.height), Filter::kArea));
}

}  // namespace

EncodeModel::EncodeModel(EngineBridge* bridge, QObject* parent) : QObject(parent), m_bridge(bridge) {
    connect(bridge, &EngineBridge::engineFailed, this, [this] {
        m_busy = 0;
        m_cropRunning = m_cropAgain = false;
        Q_EMIT busyChanged();
    });
}

void EncodeModel::begin() {
    ++m_busy;
    Q_EMIT busyChanged();
}

void EncodeModel::end() {
    m_busy = std::max(0, m_busy - 1);
    Q_EMIT busyChanged();
}

void EncodeModel::openPhotoAgain(const QString& path, const Crop& crop) {
    openPhoto(path);
    m_wanted = crop;
}

void EncodeModel::movedTo(const QString& path) {
    m_path = path;
    m_name = QFileInfo(path).fileName();
    Q_EMIT changed();
}

void EncodeModel::openPhoto(const QString& path) {
    m_wanted.reset();
    const QString name = QFileInfo(path).fileName();
    begin();
    runInBackground<Opened>(
        this,
        [path] {
            Opened opened;
            opened.photo = std::make_shared<Image>(read_photo(path.toStdString(), &opened.warning));
            opened.preview = previewOf(*opened.photo);
            opened.hash = pixel_hash(*opened.photo);
            return opened;
        },
        [this, name, path](const Result<Opened>& opened) {
            if (opened.ok()) {
                takePhoto(opened.value(), name, path);
                if (!opened.value().warning.empty()) warnOf(opened.value().warning, name);
            } else {
                Q_EMIT messageRaised(messageFromError(opened.error(), tr("%1 was not opened.").arg(name)));
            }
            end();
        });
}

void EncodeModel::openImage(const QImage& image, const QString& name) {
    m_wanted.reset();
    begin();
    runInBackground<Opened>(
        this,
        [image] {
            Opened opened;
            opened.photo = std::make_shared<Image>(fromQImage(image));
            opened.preview = previewOf(*opened.photo);
            opened.hash = pixel_hash(*opened.photo);
            if (opened.photo->empty()) throw_input_error("The picture is empty.", "", "Use another one.");
            return opened;
        },
        [this, name](const Result<Opened>& opened) {
            if (opened.ok()) {
                keepPasted(opened.value(), name);
                takePhoto(opened.value(), name);
            } else {
                Q_EMIT messageRaised(messageFromError(opened.error()));
            }
            end();
        });
}

void EncodeModel::keepPasted(const Opened& opened, const QString& name) {
    std::erase_if(m_pasted, [&](const Pasted& known) { return known.opened.hash == opened.hash; });
    m_pasted.push_back({opened, name});
    if (m_pasted.size() > kMostPasted) m_pasted.erase(m_pasted.begin());
}

bool EncodeModel::wasPasted(const QString& hash) const {
    return std::ranges::any_of(m_pasted, [&](const Pasted& known) { return known.opened.hash == hash.toStdString(); });
}

void EncodeModel::openPastedAgain(const QString& hash, const Crop& crop) {
    const auto known =
        std::ranges::find_if(m_pasted, [&](const Pasted& each) { return each.opened.hash == hash.toStdString(); });
    m_wanted = crop;
    takePhoto(known->opened, known->name);
}

void EncodeModel::forgetPasted(const QStringList& hashes) {
    std::erase_if(m_pasted,
                  [&](const Pasted& known) { return hashes.contains(QString::fromStdString(known.opened.hash)); });
}

void EncodeModel::warnOf(const std::string& flaw, const QString& name) {
    Message message;
    message.severity = Message::Severity::kWarning;
    message.what = QStringLiteral("%1 %2").arg(name, QString::fromStdString(flaw));
    Q_EMIT messageRaised(message);
}

void EncodeModel::takePhoto(const Opened& opened, const QString& name, const QString& path) {
    ++m_generation;
    m_photo = opened.photo;
    m_preview = opened.preview;
    m_name = name;
    m_path = path;
    m_hash = QString::fromStdString(opened.hash);
    startAnew();
    // A picture of the model's own size is a face already.
    const ModelInfo* info = m_bridge->model();
    if (info != nullptr && m_photo->width == info->width && m_photo->height == info->height) {
        useCentre();
    } else {
        findFaces();
    }
}

void EncodeModel::startAnew() {
    m_faces.clear();
    m_isSearched = false;
    m_chosen = -1;
    m_box.reset();
    m_crop = {};
    m_encoding.reset();
    ++m_encodeRun;
    m_roll = 0;
    Q_EMIT photoOpened();
    Q_EMIT changed();
}

void EncodeModel::close() {
    ++m_generation;
    m_photo = std::make_shared<Image>();
    m_preview = {};
    m_name.clear();
    m_path.clear();
    m_hash.clear();
    m_wanted.reset();
    startAnew();
}

void EncodeModel::findFaces() {
    begin();
    m_bridge->findFaces(m_photo, m_options, this,
                        [this, generation = m_generation](const Result<std::vector<Face>>& faces) {
                            end();
                            if (generation != m_generation) return;
                            if (faces.ok()) {
                                takeFaces(faces.value());
                            } else {
                                takeNoSearch(faces.error());
                            }
                        });
}

/// A finder that cannot work is not kept: the next photo would fail alike.
void EncodeModel::takeNoSearch(const Error& error) {
    m_options = m_working;
    m_wanted.reset();
    m_isSearched = false;
    Message message = messageFromError(error, tr("Faces could not be looked for."));
    message.todo = tr("Use the whole picture, draw a box around the face, or choose the other face finder.");
    Q_EMIT messageRaised(message);
    Q_EMIT changed();
}

void EncodeModel::takeFaces(const std::vector<Face>& faces) {
    m_faces = faces;
    m_working = m_options;
    m_isSearched = true;
    Q_EMIT facesFound();
    if (m_wanted) {
        takeCrop(*std::exchange(m_wanted, std::nullopt));
        return;
    }
    if (!faces.empty()) {
        chooseFace(0);
        return;
    }
    Message message;
    message.severity = Message::Severity::kWarning;
    message.what = tr("No face found in %1.").arg(m_name);
    message.todo = tr("Use the whole picture, draw a box around the face, or try the other face finder.");
    Q_EMIT messageRaised(message);
    Q_EMIT changed();
}

void EncodeModel::takeCrop(const Crop& crop) {
    m_roll = crop.roll;
    if (crop.face >= 0 && crop.face < static_cast<int>(m_faces.size())) {
        chooseFace(crop.face);
    } else if (!crop.box.isEmpty()) {
        setBox(crop.box);
    }
}

const ModelInfo* EncodeModel::modelInfo() const {
    return m_bridge->model();
}

void EncodeModel::chooseFace(int index) {
    if (index < 0 || index >= static_cast<int>(m_faces.size())) return;
    useBox(m_faces[static_cast<std::size_t>(index)], index);
}

void EncodeModel::setBox(const QRectF& box) {
    const double side = std::max({box.width(), box.height(), 4.0});
    Face face;
    face.box = {box.center().x() - side / 2, box.center().y() - side / 2, side, side};
    useBox(face, -1);
}

void EncodeModel::useCentre() {
    if (m_photo->empty()) return;
    const double side = std::min(m_photo->width, m_photo->height);
    setBox(QRectF((m_photo->width - side) / 2, (m_photo->height - side) / 2, side, side));
}

void EncodeModel::useBox(const Face& box, int index) {
    m_box = box;
    m_chosen = index;
    Q_EMIT changed();
    makeCrop();
}

void EncodeModel::setDetector(const QString& detector) {
    if (m_options.detector == detector.toStdString()) return;
    m_options.detector = detector.toStdString();
    Q_EMIT changed();
    if (hasPhoto()) findFaces();
}

void EncodeModel::setMargin(double margin) {
    if (margin == m_margin) return;
    m_margin = margin;
    Q_EMIT changed();
    makeCrop();
}

void EncodeModel::setRoll(double degrees) {
    if (degrees == m_roll) return;
    m_roll = degrees;
    Q_EMIT changed();
    makeCrop();
}

void EncodeModel::makeCrop() {
    if (!m_box || m_bridge->model() == nullptr) return;
    // One crop is under way at most; a drag's newest values follow it.
    if (m_cropRunning) {
        m_cropAgain = true;
        return;
    }
    m_cropRunning = true;
    Q_EMIT busyChanged();
    m_bridge->cropFace(m_photo, *m_box, m_margin, m_roll, this,
                       [this, generation = m_generation](const Result<Image>& crop) {
                           m_cropRunning = false;
                           Q_EMIT busyChanged();
                           if (std::exchange(m_cropAgain, false) || generation != m_generation) {
                               makeCrop();
                               return;
                           }
                           if (!crop.ok()) {
                               Q_EMIT messageRaised(messageFromError(crop.error(), tr("The face was not cut out.")));
                               return;
                           }
                           m_crop = crop.value();
                           Q_EMIT changed();
                           encodeCrop();
                       });
}

CropSquare EncodeModel::cropSquare() const {
    return crop_square(*m_box, both_margins(modelInfo()->frame_margin, m_margin), m_roll);
}

int EncodeModel::sizeInPhoto() const {
    return size_within(*modelInfo(), cropSquare().side);
}

void EncodeModel::drawMissing(int given, bool drawsColour, quint64 seed) {
    if (!m_box || modelInfo() == nullptr) return;
    begin();
    const auto work = [photo = m_photo, box = *m_box, margin = m_margin, roll = m_roll, given, drawsColour, seed](
                          Engine& engine, const std::stop_token& stop) -> Result<Completed> {
        const Result<Image> crop = engine.crop_face(*photo, box, margin, roll, given);
        if (!crop.ok()) return crop.error();
        Completion what;
        what.given = crop.value();
        what.draws_colour = drawsColour;
        what.seed = seed;
        return engine.complete(what, stop);
    };
    m_bridge->runBatch<Completed>(
        work, this, [this, generation = m_generation, name = m_name, seed](const Result<Completed>& completed) {
            end();
            if (generation != m_generation) return;
            if (completed.ok()) {
                takeDrawn(completed.value(), name, seed);
            } else if (completed.error().kind() != ErrorKind::kInterrupted) {
                Q_EMIT messageRaised(messageFromError(completed.error(), tr("Nothing was drawn.")));
            }
        });
}

void EncodeModel::takeDrawn(const Completed& completed, const QString& name, quint64 seed) {
    Opened opened;
    opened.photo = std::make_shared<Image>(completed.image);
    opened.preview = previewOf(*opened.photo);
    opened.hash = pixel_hash(*opened.photo);
    QStringList parts;
    for (const std::string& part : completed.drawn)
        parts << (part == "chroma" ? tr("colour") : tr("details at %1 pixels").arg(QString::fromStdString(part)));
    const QString what = parts.join(QStringLiteral(", "));
    const QString drawnName = tr("%1 (%2 drawn, seed %3)").arg(name, what).arg(seed);
    keepPasted(opened, drawnName);
    takePhoto(opened, drawnName);
    Message message;
    message.severity = Message::Severity::kInformation;
    message.what = tr("Drawn, not seen: %1.").arg(what);
    message.todo = tr("Another seed draws others. Open the photo again to return to it.");
    Q_EMIT messageRaised(message);
}

void EncodeModel::setLabel(const LabelMix& label) {
    if (label == m_label) return;
    m_label = label;
    Q_EMIT changed();
    encodeCrop();
}

void EncodeModel::encodeCrop() {
    if (m_crop.empty()) return;
    const quint64 run = ++m_encodeRun;
    begin();
    m_bridge->encode(m_crop, m_label, this, [this, run](const Result<Encoding>& encoding) {
        end();
        if (run != m_encodeRun) return;
        if (!encoding.ok()) {
            if (encoding.error().kind() != ErrorKind::kInterrupted)
                Q_EMIT messageRaised(messageFromError(encoding.error(), tr("The face was not encoded.")));
            return;
        }
        m_encoding = encoding.value();
        Q_EMIT changed();
        Q_EMIT encoded();
    });
}

void EncodeModel::modelChanged() {
    m_label.clear();
    m_crop = {};
    m_encoding.reset();
    ++m_encodeRun;
    Q_EMIT changed();
    makeCrop();
}

EncodeModel::Stage EncodeModel::reached() const {
    if (m_encoding) return Stage::kUse;
    if (!m_crop.empty()) return Stage::kEncode;
    if (m_box) return Stage::kCrop;
    if (hasPhoto()) return Stage::kFace;
    return Stage::kPhoto;
}

Latent EncodeModel::latentForSaving() const {
    if (!m_encoding) return {};
    Latent latent = m_encoding->latent;
    set_photo_source(latent, m_name.toStdString());
    return latent;
}

}  // namespace bplf::ui
