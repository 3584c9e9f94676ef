// SPDX-License-Identifier: GPL-3.0-or-later
// What session, history and projects keep of the Encode screen. A session's photo is opened again when the screen first
// comes to the front: looking for faces would else hold up the first drawing.
#include <QFileDialog>
#include <QFileInfo>

#include "ui/bridge/engine_bridge.h"
#include "ui/kit/widget_helpers.h"
#include "ui/screens/change_names.h"
#include "ui/screens/encode/encode_model.h"
#include "ui/screens/encode/encode_screen.h"
#include "ui/screens/encode/relabel_model.h"
#include "ui/screens/sample/sample_model.h"

namespace bplf::ui {
namespace {

QString textOfMix(const LabelMix& mix) {
    return QString::fromStdString(format_label_mix(mix));
}

/// The mix of a text that an older session or another model wrote; none where it does not fit.
LabelMix mixOf(const QVariant& text, const std::vector<std::string>& labels) {
    const auto mix = capture([&] { return parse_label_mix(text.toString().toStdString(), labels); });
    return mix.ok() ? mix.value() : LabelMix{};
}

QVariantMap stateOf(const EncodeModel& model, const RelabelModel& relabel) {
    const FaceRect box = model.box() ? model.box()->box : FaceRect{};
    return {{"photo", model.photoPath()},        {"name", model.photoName()},
            {"hash", model.photoHash()},         {"detector", QString::fromStdString(model.options().detector)},
            {"face", model.chosenFace()},        {"box", QRectF(box.x, box.y, box.width, box.height)},
            {"margin", model.margin()},          {"roll", model.roll()},
            {"label", textOfMix(model.label())}, {"target", textOfMix(relabel.target().mix())},
            {"strength", relabel.strength()},    {"tile", static_cast<int>(relabel.selected())}};
}

EncodeModel::Crop cropOf(const QVariantMap& state) {
    return {state["face"].toInt(), state["box"].toRectF(), state["roll"].toDouble()};
}

/// A photo that was kept: its file, or for a picture that never was one, its face.
bool hasPhoto(const QVariantMap& state) {
    return !state["photo"].toString().isEmpty() || !state["faceFile"].toString().isEmpty();
}

}  // namespace

QVariantMap EncodeScreen::state() const {
    QVariantMap state = stateWithPhotos();
    if (isPrivate())
        for (const char* key : {"photo", "name", "hash", "box", "faceFile"}) state[QLatin1String(key)] = QString();
    return state;
}

QVariantMap EncodeScreen::stateWithPhotos() const {
    QVariantMap state = m_yesterday.isEmpty() ? stateOf(*m_model, *m_relabel) : m_yesterday;
    storeSavedSize(state, m_relabel->savedSize());
    return state;
}

bool EncodeScreen::isStateWhole() const {
    return !m_model->isBusy();
}

void EncodeScreen::reset() {
    m_yesterday.clear();
    m_model->close();
    m_model->setMargin(0);
    m_model->setLabel({});
    m_relabel->clear();
    m_relabel->resetStrength();
    m_relabel->setSavedSize(kUsualSavedSize);
}

QString EncodeScreen::nameOfChange(const QVariantMap& before, const QVariantMap& after) const {
    const auto differs = [&](const char* key) { return before.value(key) != after.value(key); };
    if (differs("hash") || differs("photo")) {
        const QString name = after.value("name").toString();
        return name.isEmpty() ? tr("closing the photo") : tr("opening %1").arg(name);
    }
    const auto mixes = [&](const char* key) {
        const auto mix = [key](const QVariantMap& state) { return mixOf(state.value(key), {}); };
        return nameOfMixChange(mix(before), mix(after));
    };
    if (differs("target")) return mixes("target");
    if (differs("strength")) return tr("strength %1").arg(fixedText(after.value("strength").toDouble(), 2));
    if (differs("tile")) return tr("the choice of a face");
    if (differs("label")) return tr("the label of the photo");
    if (differs("margin")) return tr("margin %1").arg(fixedText(after.value("margin").toDouble(), 2));
    if (differs("roll")) return tr("turn %1°").arg(fixedText(after.value("roll").toDouble(), 1));
    if (differs("box") || differs("face")) return tr("the crop");
    return differs("detector") ? tr("the face finder") : tr("how pictures are saved");
}

void EncodeScreen::restoreState(const QVariantMap& state) {
    m_relabel->setSavedSize(storedSavedSize(state));
    m_yesterday = state;
    const QString hash = state["hash"].toString();
    const bool isHere = hash == m_model->photoHash() || m_model->wasPasted(hash);
    // A picture that never was a file is not to be had any more.
    if (!hash.isEmpty() && !hasPhoto(state) && !isHere) m_yesterday.clear();
    if (m_isActive) openAgain();
}

void EncodeScreen::openAgain() {
    const ModelInfo* model = bridge()->model();
    if (m_yesterday.isEmpty() || model == nullptr) return;
    const QVariantMap state = std::exchange(m_yesterday, {});
    m_model->setDetector(state["detector"].toString());
    m_model->setMargin(state["margin"].toDouble());
    m_model->setLabel(mixOf(state["label"], model->labels));
    LabelSimplex target = m_relabel->target();
    const LabelMix mix = mixOf(state["target"], model->labels);
    if (!mix.empty() && target.setMix(mix)) m_relabel->setTarget(target);
    m_relabel->setStrength(state.value("strength", m_relabel->strength()).toDouble());
    m_relabel->select(state["tile"].toUInt());
    openPhotoOf(state);
}

void EncodeScreen::openPhotoOf(const QVariantMap& state) {
    const QString path = state["photo"].toString(), face = state["faceFile"].toString();
    const QString hash = state["hash"].toString();
    if (hash.isEmpty() && !hasPhoto(state)) {
        if (!m_model->hasPhoto()) return;
        m_model->close();
        m_relabel->clear();
    } else if (hash == m_model->photoHash()) {
        if (path != m_model->photoPath() && QFileInfo::exists(path)) m_model->movedTo(path);
        m_model->takeCrop(cropOf(state));
    } else if (path.isEmpty() && m_model->wasPasted(hash)) {
        m_model->openPastedAgain(hash, cropOf(state));
    } else if (QFileInfo::exists(path)) {
        m_model->openPhotoAgain(path, cropOf(state));
    } else if (face.isEmpty()) {
        // Kept as it is until the photo is found.
        m_yesterday = state;
        askWherePhotoIs();
    } else {
        // The face is cut out already.
        m_model->setMargin(0);
        m_model->openPhoto(face);
        Q_EMIT messageRaised(information(tr("The photo %1 is not there any more.").arg(state["name"].toString()),
                                         tr("This is its face as the model saw it.")));
    }
}

void EncodeScreen::askWherePhotoIs() {
    Message message = information(tr("The photo %1 is not there any more.").arg(m_yesterday["name"].toString()),
                                  tr("Its crop and expression are kept."));
    message.severity = Message::Severity::kWarning;
    message.why = QStringLiteral("(%1)").arg(m_yesterday["photo"].toString());
    message.action = tr("Locate…");
    message.act = [this] {
        const QString path = QFileDialog::getOpenFileName(m_page, tr("Where is the photo?"));
        if (path.isEmpty() || m_yesterday.isEmpty()) return;
        m_yesterday["photo"] = path;
        openAgain();
    };
    Q_EMIT messageRaised(message);
}

std::optional<Snapshot> EncodeScreen::snapshot() const {
    const Cell* tile = m_relabel->selectedTile();
    if (!m_model->encoding() || tile == nullptr || !isSettled()) return std::nullopt;
    Snapshot snapshot;
    snapshot.pictures = {tile->image};
    snapshot.face = m_model->crop();
    project::HistoryRecord& facts = snapshot.facts;
    facts.mix = m_relabel->tileLook(m_relabel->selected()).mix;
    for (const QString& photo : photos()) facts.photos.push_back(photo.toStdString());
    facts.title = tr("%1 as %2").arg(m_model->photoName(), mixText(facts.mix, 2)).toStdString();
    const FaceRect& box = m_model->box()->box;
    for (const double number : {box.x, box.y, box.width, m_model->margin(), m_model->roll(), m_relabel->strength()})
        snapshot.essence += std::to_string(number) + " ";
    snapshot.essence += m_model->photoHash().toStdString() + format_label_mix(m_model->label()) + ";" +
                        format_label_mix(m_relabel->target().mix()) + ";" + std::to_string(m_relabel->selected());
    return snapshot;
}

QStringList EncodeScreen::photos() const {
    QStringList photos;
    for (const QString& word : {m_model->photoPath(), m_model->photoHash()})
        if (!word.isEmpty()) photos << word;
    return photos;
}

void EncodeScreen::forgetPhotos(const QStringList& photos) {
    if (photos.contains(m_yesterday.value("photo").toString()) || photos.contains(m_yesterday.value("hash").toString()))
        m_yesterday.clear();
    m_model->forgetPasted(photos);
    for (const QString& mine : this->photos()) {
        if (!photos.contains(mine)) continue;
        m_model->close();
        m_relabel->clear();
        return;
    }
}

}  // namespace bplf::ui
