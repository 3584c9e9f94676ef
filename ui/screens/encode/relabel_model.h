// SPDX-License-Identifier: GPL-3.0-or-later
// One face with every label: the same code drawn under each label, and under the user's own mix.
#pragma once

#include <QObject>
#include <vector>

#include "core/engine/types.h"
#include "ui/kit/label_simplex.h"
#include "ui/kit/message.h"
#include "ui/kit/saved_size_edit.h"

namespace bplf::ui {

class EngineBridge;

class RelabelModel : public QObject {
    Q_OBJECT

  public:
    explicit RelabelModel(EngineBridge* bridge, QObject* parent = nullptr);

    /// Takes over the model's labels and, at first, its intensity.
    void setModel(const ModelInfo& info);
    /// The code to draw, and the look it was made under.
    void setEncoding(const Encoding& encoding);
    void clear();

    const LabelSimplex& target() const { return m_target; }
    void setTarget(const LabelSimplex& target);
    /// 0 = as encoded, 1 = fully the new label.
    double strength() const { return m_strength; }
    /// 0 is the photo's own label, 1 the new one; above 1 the new one at that intensity, at most
    /// kLargestIntensity.
    void setStrength(double strength);
    /// Back to the model's own intensity, 1 or more.
    void resetStrength();

    /// One per label in the model's order, then one for the user's mix. Older ones stay until new land.
    const std::vector<Cell>& tiles() const { return m_tiles; }
    QString tileName(std::size_t index) const;
    /// What a tile is drawn under.
    Look tileLook(std::size_t index) const;
    bool isBusy() const { return m_busy; }
    /// Index of the tile that is saved, copied and sent; the user's mix at first.
    std::size_t selected() const { return m_selected; }
    void select(std::size_t index);
    /// nullptr before it was drawn.
    const Cell* selectedTile() const;

    /// Of saved pictures.
    const SavedSize& savedSize() const { return m_savedSize; }
    void setSavedSize(const SavedSize& size);

  Q_SIGNALS:
    void changed();
    void tilesChanged();
    void messageRaised(const bplf::ui::Message& message);

  private:
    void draw();

    EngineBridge* m_bridge;
    std::vector<std::string> m_labels;
    LabelMix m_own;
    Latent m_latent;
    LabelSimplex m_target;
    double m_strength = 1;
    double m_ownStrength = 1;
    std::vector<Cell> m_tiles;
    std::size_t m_selected = 0;
    SavedSize m_savedSize = kUsualSavedSize;
    quint64 m_run = 0;
    bool m_busy = false;
};

}  // namespace bplf::ui
