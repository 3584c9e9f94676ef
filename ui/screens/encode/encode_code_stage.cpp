// SPDX-License-Identifier: GPL-3.0-or-later
// The code's numbers and the expressions.
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>
#include <algorithm>
#include <cstdlib>

#include "ui/bridge/level_names.h"
#include "ui/kit/picture.h"
#include "ui/kit/widget_helpers.h"
#include "ui/screens/encode/encode_model.h"
#include "ui/screens/encode/encode_stages.h"
#include "ui/screens/encode/level_chart.h"
#include "ui/screens/encode/relabel_model.h"

namespace bplf::ui {
namespace {

constexpr int kTriptych = 176;
constexpr int kTile = 148;
constexpr int kTilesPerRow = 4;

QVBoxLayout* captioned(Picture* picture, QWidget* below) {
    auto* layout = new QVBoxLayout;
    layout->setSpacing(4);
    layout->addWidget(picture);
    layout->addWidget(below, 0, Qt::AlignHCenter);
    return layout;
}

Image differenceOf(const Image& a, const Image& b, int gain) {
    if (a.pixels.size() != b.pixels.size()) return {};
    Image result = a;
    for (std::size_t i = 0; i < a.pixels.size(); ++i)
        result.pixels[i] =
            static_cast<std::uint8_t>(std::clamp(128 + (int{b.pixels[i]} - int{a.pixels[i]}) * gain, 0, 255));
    return result;
}

QWidget* levelColumn(const QString& name, const LevelStatistics& level, QWidget* parent) {
    auto* column = new QWidget(parent);
    auto* layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    auto* chart = new LevelChart(column);
    chart->setLevel(name, level);
    auto* numbers = mutedLabel(CodeStage::tr("norm %1   mean %2   σ %3\nlargest %4   KS %5")
                                   .arg(level.norm, 0, 'f', 2)
                                   .arg(fixedText(level.mean, 2))
                                   .arg(level.deviation, 0, 'f', 2)
                                   .arg(level.largest, 0, 'f', 1)
                                   .arg(level.ks_distance, 0, 'f', 3),
                               column);
    layout->addWidget(heading(name, column));
    layout->addWidget(chart, 1);
    layout->addWidget(numbers);
    return column;
}

}  // namespace

CodeStage::CodeStage(EncodeModel* model, QWidget* parent) : QWidget(parent), m_model(model) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kMargin, 0, kMargin, kMargin);
    layout->setSpacing(kMargin);
    auto* top = new QHBoxLayout;
    top->setSpacing(kMargin * 2);
    top->addLayout(buildPictures());
    top->addLayout(buildNumbers(), 1);
    layout->addLayout(top);
    layout->addWidget(horizontalRule(this));
    auto* title =
        mutedLabel(tr("The code, level by level, against the Gaussian it follows for faces the model knows"), this);
    layout->addWidget(title);
    m_charts = new QHBoxLayout;
    m_charts->setSpacing(kMargin * 2);
    layout->addLayout(m_charts, 1);
    connect(model, &EncodeModel::encoded, this, &CodeStage::showEncoding);
}

QHBoxLayout* CodeStage::buildPictures() {
    m_original = new Picture(tr("Original"), this);
    m_reconstruction = new Picture(tr("Reconstruction"), this);
    m_difference = new Picture(tr("Difference"), this);
    m_difference->setSmooth(false);
    for (Picture* picture : {m_original, m_reconstruction, m_difference}) {
        picture->setPreferredSide(kTriptych);
        picture->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    }
    m_gain = new QSpinBox(this);
    m_gain->setRange(1, 64);
    m_gain->setValue(16);
    m_gain->setPrefix(tr("Difference × "));
    m_gain->setAccessibleName(tr("Magnification of the difference"));
    auto* row = new QHBoxLayout;
    row->setSpacing(kGap);
    const auto caption = [this](const QString& text) {
        auto* label = mutedLabel(text, this);
        label->setWordWrap(false);
        return label;
    };
    row->addLayout(captioned(m_original, caption(tr("Original"))));
    row->addLayout(captioned(m_reconstruction, caption(tr("Reconstruction"))));
    row->addLayout(captioned(m_difference, m_gain));
    connect(m_gain, &QSpinBox::valueChanged, this, &CodeStage::showDifference);
    return row;
}

QVBoxLayout* CodeStage::buildNumbers() {
    m_exact = new QLabel(this);
    m_exact->setWordWrap(true);
    m_bits = heading(QString(), this);
    m_range = new RangeBar(this);
    m_advice = mutedLabel(QString(), this);
    auto* column = new QVBoxLayout;
    column->setSpacing(kGap);
    column->addWidget(m_exact);
    column->addSpacing(kGap);
    column->addWidget(m_bits);
    column->addWidget(m_range);
    column->addWidget(m_advice);
    column->addStretch(1);
    return column;
}

void CodeStage::setUsualRange(const ModelInfo& info) {
    m_usual = info.usual_bits_per_dim;
}

void CodeStage::showEncoding() {
    const Encoding& e = *m_model->encoding();
    m_original->setImage(e.crop);
    m_reconstruction->setImage(e.reconstruction);
    showDifference();
    const bool exact = e.identical_pixels == e.total_pixels;
    setRole(m_exact, exact ? "good" : "bad");
    m_exact->setText((exact ? tr("Exact up to rounding (max %1/255)") : tr("Not exact (max %1/255)"))
                         .arg(e.max_abs_error, 0, 'f', e.max_abs_error < 0.05 ? 4 : 2) +
                     tr("\nIdentical pixels %L1 of %L2")
                         .arg(static_cast<qlonglong>(e.identical_pixels))
                         .arg(static_cast<qlonglong>(e.total_pixels)));
    m_bits->setText(tr("%1 bits/dim").arg(e.bits_per_dim, 0, 'f', 3));
    m_range->setVisible(m_usual.has_value());
    m_range->setValue(e.bits_per_dim, m_usual);
    const bool unusual = m_usual && e.bits_per_dim > (*m_usual)[1];
    m_advice->setText(!m_usual  ? QString()
                      : unusual ? tr("Unusual for this model. A tighter crop, even light and an upright face help.")
                                : tr("Within what this model is used to (98 of 100 faces lie in the coloured part)."));
    while (QLayoutItem* item = m_charts->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const QStringList names = levelNames(*m_model->modelInfo());
    for (std::size_t i = 0; i < e.levels.size(); ++i)
        m_charts->addWidget(levelColumn(names.value(static_cast<int>(i)), e.levels[i], this), 1);
}

void CodeStage::showDifference() {
    if (!m_model->encoding()) return;
    m_difference->setImage(
        differenceOf(m_model->encoding()->crop, m_model->encoding()->reconstruction, m_gain->value()));
}

UseStage::UseStage(EncodeModel* model, RelabelModel* relabel, QWidget* parent)
    : QWidget(parent), m_model(model), m_relabel(relabel), m_grid(new QGridLayout) {
    m_grid->setSpacing(kMargin);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kMargin, 0, kMargin, kMargin);
    layout->addWidget(mutedLabel(
        tr("The same face under every label: only the expression's condition changes, the code stays."), this));
    layout->addStretch(1);
    layout->addLayout(m_grid, 8);
    layout->addStretch(1);
    connect(relabel, &RelabelModel::tilesChanged, this, &UseStage::showTiles);
    connect(relabel, &RelabelModel::changed, this, &UseStage::showChoice);
}

void UseStage::rebuild() {
    for (Picture* picture : m_pictures) picture->parentWidget()->deleteLater();
    m_pictures.clear();
    m_names.clear();
    for (std::size_t i = 0; i < m_relabel->tiles().size(); ++i) {
        auto* tile = new QWidget(this);
        auto* picture = new Picture(m_relabel->tileName(i), tile);
        picture->setPreferredSide(kTile);
        picture->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
        auto* name = new QPushButton(m_relabel->tileName(i), tile);
        name->setCheckable(true);
        name->setAccessibleName(tr("Choose %1").arg(m_relabel->tileName(i)));
        setRole(name, "chip");
        auto* layout = new QVBoxLayout(tile);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(6);
        layout->addWidget(picture, 1);
        layout->addWidget(name, 0, Qt::AlignHCenter);
        const int place = static_cast<int>(i);
        m_grid->addWidget(tile, place / kTilesPerRow, place % kTilesPerRow);
        picture->setClickable(true);
        const auto choose = [this, i] {
            m_relabel->select(i);
            showChoice();  // also where it was chosen before: a second click must not let go of it
        };
        connect(name, &QPushButton::clicked, this, choose);
        connect(picture, &Picture::clicked, this, choose);
        m_pictures.push_back(picture);
        m_names.push_back(name);
    }
}

void UseStage::showTiles() {
    if (m_pictures.size() != m_relabel->tiles().size()) rebuild();
    for (std::size_t i = 0; i < m_pictures.size(); ++i) m_pictures[i]->setImage(m_relabel->tiles()[i].image);
    showChoice();
}

void UseStage::showChoice() {
    const std::size_t selected = m_relabel->selected();
    for (std::size_t i = 0; i < m_pictures.size(); ++i) {
        m_names[i]->setChecked(i == selected);
        m_pictures[i]->setMarked(i == selected);
    }
}

}  // namespace bplf::ui
