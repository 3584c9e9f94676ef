// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/screens/encode/complete_section.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "core/engine/complete.h"
#include "ui/kit/section.h"
#include "ui/kit/seed_edit.h"
#include "ui/kit/seed_text.h"
#include "ui/kit/widget_helpers.h"
#include "ui/screens/encode/encode_model.h"

namespace bplf::ui {

CompleteSection::CompleteSection(EncodeModel* model, QWidget* parent) : QWidget(parent), m_model(model) {
    auto* section = new Section(tr("Draw what is missing"), this);
    section->setExpanded(false);
    m_given = new QComboBox(section);
    m_given->setToolTip(tr("The face counts as known at this size; its details above it are drawn."));
    m_colour = new QCheckBox(tr("Colour as well"), section);
    m_seed = new SeedEdit(section);
    m_draw = textButton(QString(), tr("Draw"), section);
    m_draw->setToolTip(tr("Draws what the face may have looked like: drawn, not seen."));
    auto* line = new QHBoxLayout;
    auto* label = new QLabel(tr("Known pixels"), section);
    label->setBuddy(m_given);
    line->addWidget(label);
    line->addWidget(m_given, 1);
    section->content()->addLayout(line);
    section->content()->addWidget(m_colour);
    section->content()->addWidget(m_seed);
    section->content()->addWidget(m_draw);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(section);
    connect(m_seed, &SeedEdit::seedEdited, m_seed, &SeedEdit::setSeed);
    connect(m_seed, &SeedEdit::diceRequested, this, [this] {
        if (!m_isSeedLocked) m_seed->setSeed(randomSeed());
    });
    connect(m_seed, &SeedEdit::lockToggled, this, [this](bool locked) {
        m_isSeedLocked = locked;
        m_seed->setLocked(locked);
    });
    connect(m_draw, &QPushButton::clicked, this, &CompleteSection::draw);
    connect(model, &EncodeModel::changed, this, &CompleteSection::showModel);
    connect(model, &EncodeModel::encoded, this, &CompleteSection::suggest);
    setVisible(false);
    showModel();
}

void CompleteSection::setModel(const ModelInfo& info) {
    setVisible(info.sizes.size() > 1);
    m_given->clear();
    for (const int side : info.sizes) m_given->addItem(tr("%1 × %1").arg(side), side);
    m_colour->setVisible(info.channels == 3);
    if (info.channels != 3) m_colour->setChecked(false);
    showModel();
}

void CompleteSection::showModel() {
    m_draw->setEnabled(m_model->box().has_value() && m_given->count() > 1);
}

/// What the photo itself lacks.
void CompleteSection::suggest() {
    if (m_given->count() == 0) return;
    m_given->setCurrentIndex(m_given->findData(m_model->sizeInPhoto()));
    m_colour->setChecked(m_model->modelInfo()->channels == 3 && is_grey(m_model->photo()));
}

void CompleteSection::draw() {
    m_model->drawMissing(m_given->currentData().toInt(), m_colour->isChecked(), m_seed->seed());
}

}  // namespace bplf::ui
