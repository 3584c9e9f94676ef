// SPDX-License-Identifier: GPL-3.0-or-later
// What the Encode screen keeps between sessions. The photo is opened again when the screen first comes to the front:
// looking for faces would else hold up the first drawing.
#include <QSettings>

#include "ui/bridge/engine_bridge.h"
#include "ui/screens/encode/encode_model.h"
#include "ui/screens/encode/encode_screen.h"
#include "ui/screens/encode/relabel_model.h"

namespace bplf::ui {
namespace {

const QStringList kKeys{QStringLiteral("photo"), QStringLiteral("detector"), QStringLiteral("face"),
                        QStringLiteral("box"),   QStringLiteral("margin"),   QStringLiteral("roll"),
                        QStringLiteral("label"), QStringLiteral("target"),   QStringLiteral("strength"),
                        QStringLiteral("tile")};

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
    return {{kKeys[0], model.photoPath()},        {kKeys[1], QString::fromStdString(model.options().detector)},
            {kKeys[2], model.chosenFace()},       {kKeys[3], QRectF(box.x, box.y, box.width, box.height)},
            {kKeys[4], model.margin()},           {kKeys[5], model.roll()},
            {kKeys[6], textOfMix(model.label())}, {kKeys[7], textOfMix(relabel.target().mix())},
            {kKeys[8], relabel.strength()},       {kKeys[9], static_cast<int>(relabel.selected())}};
}

}  // namespace

void EncodeScreen::saveState(QSettings& settings) const {
    storeSavedSize(settings, m_relabel->savedSize());
    const QVariantMap state = m_yesterday.isEmpty() ? stateOf(*m_model, *m_relabel) : m_yesterday;
    for (const QString& key : kKeys) settings.setValue(key, state.value(key));
}

void EncodeScreen::restoreState(QSettings& settings) {
    m_relabel->setSavedSize(storedSavedSize(settings));
    m_yesterday.clear();
    if (settings.value(kKeys[0]).toString().isEmpty()) return;
    for (const QString& key : kKeys) m_yesterday[key] = settings.value(key);
}

void EncodeScreen::openAgain() {
    const ModelInfo* model = bridge()->model();
    if (m_yesterday.isEmpty() || model == nullptr) return;
    const QVariantMap state = std::exchange(m_yesterday, {});
    m_model->setDetector(state[kKeys[1]].toString());
    m_model->setMargin(state[kKeys[4]].toDouble());
    m_model->setLabel(mixOf(state[kKeys[6]], model->labels));
    LabelSimplex target = m_relabel->target();
    const LabelMix mix = mixOf(state[kKeys[7]], model->labels);
    if (!mix.empty() && target.setMix(mix)) m_relabel->setTarget(target);
    m_relabel->setStrength(state[kKeys[8]].toDouble());
    m_relabel->select(state[kKeys[9]].toUInt());
    m_model->openPhotoAgain(state[kKeys[0]].toString(),
                            {state[kKeys[2]].toInt(), state[kKeys[3]].toRectF(), state[kKeys[5]].toDouble()});
}

}  // namespace bplf::ui
