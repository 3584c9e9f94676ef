// SPDX-License-Identifier: GPL-3.0-or-later
// Blends label weights; the engine draws.
#include "ui/screens/encode/relabel_model.h"

#include <algorithm>

#include "ui/bridge/engine_bridge.h"
#include "ui/kit/widget_helpers.h"

namespace bplf::ui {

RelabelModel::RelabelModel(EngineBridge* bridge, QObject* parent) : QObject(parent), m_bridge(bridge) {}

void RelabelModel::setModel(const ModelInfo& info) {
    const double own = relabel_strength(info.own);
    // A strength nobody chose follows the model.
    if (m_strength == m_ownStrength) m_strength = own;
    m_ownStrength = own;
    if (info.labels == m_labels) return;
    m_labels = info.labels;
    m_target = LabelSimplex(m_labels);
    m_selected = m_labels.size();
    const auto happy = std::ranges::find(m_labels, "happy");
    if (happy != m_labels.end()) m_target.setOnly(static_cast<std::size_t>(happy - m_labels.begin()));
    clear();
}

void RelabelModel::setEncoding(const Encoding& encoding) {
    m_latent = encoding.latent;
    m_own = encoding.look.mix;
    draw();
}

void RelabelModel::clear() {
    m_latent = {};
    m_tiles.clear();
    ++m_run;
    m_busy = false;
    Q_EMIT changed();
    Q_EMIT tilesChanged();
}

void RelabelModel::setTarget(const LabelSimplex& target) {
    const bool picture = target.weights() != m_target.weights();
    m_target = target;
    Q_EMIT changed();
    if (picture) draw();
}

void RelabelModel::setStrength(double strength) {
    strength = std::clamp(strength, 0.0, kLargestIntensity);
    if (strength == m_strength) return;
    m_strength = strength;
    Q_EMIT changed();
    draw();
}

void RelabelModel::resetStrength() {
    setStrength(m_ownStrength);
}

Look RelabelModel::tileLook(std::size_t index) const {
    const LabelMix goal = index < m_labels.size() ? LabelMix{{m_labels[index], 1.0}} : m_target.mix();
    return relabelled(m_own, goal, m_strength, m_labels);
}

QString RelabelModel::tileName(std::size_t index) const {
    return index < m_labels.size() ? titled(m_labels[index]) : tr("Your mix");
}

void RelabelModel::select(std::size_t index) {
    if (index == m_selected || index > m_labels.size()) return;
    m_selected = index;
    Q_EMIT changed();
}

const Cell* RelabelModel::selectedTile() const {
    return m_selected < m_tiles.size() ? &m_tiles[m_selected] : nullptr;
}

void RelabelModel::setSavedSize(const SavedSize& size) {
    if (size == m_savedSize) return;
    m_savedSize = size;
    Q_EMIT changed();
}

void RelabelModel::draw() {
    if (m_latent.levels.empty()) return;
    std::vector<Look> looks;
    for (std::size_t i = 0; i <= m_labels.size(); ++i) looks.push_back(tileLook(i));
    m_busy = true;
    const quint64 run = ++m_run;
    m_bridge->decode(m_latent, looks, this, [this, run](const Result<std::vector<Cell>>& cells) {
        if (run != m_run) return;
        m_busy = false;
        if (cells.ok()) {
            m_tiles = cells.value();
        } else if (cells.error().kind() != ErrorKind::kInterrupted) {
            Q_EMIT messageRaised(messageFromError(cells.error(), tr("The expressions were not drawn.")));
        }
        Q_EMIT tilesChanged();
    });
}

}  // namespace bplf::ui
