// SPDX-License-Identifier: GPL-3.0-or-later
// Widgets bound both ways to SampleModel; nothing is computed here.
#include "ui/screens/sample/sample_panel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/bridge/level_names.h"
#include "ui/kit/fine_slider.h"
#include "ui/kit/label_mixer.h"
#include "ui/kit/saved_size_edit.h"
#include "ui/kit/section.h"
#include "ui/kit/seed_edit.h"
#include "ui/kit/widget_helpers.h"
#include "ui/screens/sample/sample_model.h"
#include "ui/viewport/canvas_controller.h"

namespace bplf::ui {

SamplePanel::SamplePanel(SampleModel* model, CanvasController* canvas, QWidget* parent)
    : QWidget(parent), m_model(model), m_canvas(canvas) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kMargin, kGap, kMargin, kMargin);
    layout->setSpacing(kGap);
    buildExpression(layout);
    layout->addWidget(horizontalRule(this));
    buildSeed(layout);
    layout->addWidget(horizontalRule(this));
    buildTemperature(layout);
    layout->addWidget(horizontalRule(this));
    buildGrid(layout);
    layout->addWidget(horizontalRule(this));
    buildSaving(layout);
    layout->addStretch(1);
    connect(model, &SampleModel::changed, this, &SamplePanel::showModel);
    connect(canvas, &CanvasController::viewChanged, this, &SamplePanel::showModel);
    showModel();
}

void SamplePanel::buildExpression(QVBoxLayout* layout) {
    auto* section = new Section(tr("Expression"), this);
    auto* even = textButton(QString(), tr("All equal"), section);
    even->setFlat(true);
    even->setFocusPolicy(Qt::TabFocus);
    setRole(even, "label");
    section->addTitleWidget(even);
    m_mixer = new LabelMixer(section);
    section->content()->addWidget(m_mixer);
    m_intensity = makeSliderRow(tr("Intensity of the expression"), 0, kLargestIntensity, this);
    m_intensity.value->setSingleStep(0.05);
    m_intensity.slider->setToolTip(tr("0 is no expression, 1 as learned, more goes beyond what training showed."));
    auto* line = new QHBoxLayout;
    auto* label = new QLabel(tr("Intensity"), section);
    label->setBuddy(m_intensity.slider);
    line->addWidget(label);
    line->addWidget(m_intensity.slider, 1);
    line->addWidget(m_intensity.value);
    section->content()->addLayout(line);
    layout->addWidget(section);
    connect(m_intensity.slider, &FineSlider::realEdited, m_model, &SampleModel::setIntensity);
    connect(m_intensity.value, &QDoubleSpinBox::valueChanged, m_model, &SampleModel::setIntensity);
    connect(m_intensity.slider, &FineSlider::resetRequested, m_model, &SampleModel::resetIntensity);
    connect(m_mixer, &LabelMixer::edited, m_model, &SampleModel::setSimplex);
    connect(even, &QPushButton::clicked, this, [this] {
        LabelSimplex simplex = m_model->simplex();
        simplex.setEven();
        m_model->setSimplex(simplex);
    });
}

void SamplePanel::buildSeed(QVBoxLayout* layout) {
    auto* section = new Section(tr("Seed"), this);
    m_seed = new SeedEdit(section);
    section->content()->addWidget(m_seed);
    layout->addWidget(section);
    connect(m_seed, &SeedEdit::seedEdited, m_model, &SampleModel::setSeed);
    connect(m_seed, &SeedEdit::diceRequested, m_model, &SampleModel::newSeed);
    connect(m_seed, &SeedEdit::lockToggled, m_model, &SampleModel::setSeedLocked);
}

SliderRow SamplePanel::temperatureRow(const QString& name, double high) {
    const SliderRow row = makeSliderRow(name, 0, high, this);
    row.value->setRange(0, 2);
    row.value->setSingleStep(0.05);
    return row;
}

void SamplePanel::buildTemperature(QVBoxLayout* layout) {
    auto* section = new Section(tr("Temperature"), this);
    auto* reset = quietButton(QStringLiteral("reset"), tr("The model's own temperatures"), section);
    reset->setIconSize({15, 15});
    section->addTitleWidget(reset);
    m_scale = temperatureRow(tr("Temperature of all levels"), 2.0);
    m_scale.value->setPrefix(QStringLiteral("× "));
    m_scale.slider->setToolTip(tr("Scales all levels: less is smoother and more alike, more is wilder."));
    auto* line = new QHBoxLayout;
    line->addWidget(m_scale.slider, 1);
    line->addWidget(m_scale.value);
    section->content()->addLayout(line);
    m_levelSection = new Section(tr("Per level"), section);
    m_levelSection->setExpanded(false);
    section->content()->addWidget(m_levelSection);
    layout->addWidget(section);
    connect(m_scale.slider, &FineSlider::realEdited, m_model, &SampleModel::setTemperatureScale);
    connect(m_scale.value, &QDoubleSpinBox::valueChanged, m_model, &SampleModel::setTemperatureScale);
    connect(m_scale.slider, &FineSlider::resetRequested, this, [this] { m_model->setTemperatureScale(1); });
    connect(reset, &QToolButton::clicked, m_model, &SampleModel::resetLevelTemperatures);
}

void SamplePanel::rebuildLevels() {
    for (const SliderRow& row : m_levels) row.slider->parentWidget()->deleteLater();
    m_levels.clear();
    const std::size_t count = m_model->levelTemperatures().size();
    const QStringList names = m_model->modelInfo() != nullptr ? levelNames(*m_model->modelInfo()) : QStringList();
    int widest = 0;
    for (const QString& name : names) widest = std::max(widest, fontMetrics().horizontalAdvance(name));
    for (std::size_t i = 0; i < count; ++i) {
        const QString name = names.value(static_cast<int>(i));
        auto* line = new QWidget(m_levelSection);
        auto* layout = new QHBoxLayout(line);
        layout->setContentsMargins(0, 0, 0, 0);
        SliderRow row = temperatureRow(name, 1.5);
        auto* label = new QLabel(name, line);
        label->setMinimumWidth(widest + kGap);
        label->setBuddy(row.slider);
        layout->addWidget(label);
        layout->addWidget(row.slider, 1);
        layout->addWidget(row.value);
        m_levelSection->content()->addWidget(line);
        connect(row.slider, &FineSlider::realEdited, m_model,
                [this, i](double value) { m_model->setLevelTemperature(i, value); });
        connect(row.value, &QDoubleSpinBox::valueChanged, m_model,
                [this, i](double value) { m_model->setLevelTemperature(i, value); });
        m_levels.push_back(row);
    }
}

void SamplePanel::buildDrawnAs(Section* section) {
    m_drawnAs = new QWidget(section);
    m_size = new QComboBox(m_drawnAs);
    m_size->setAccessibleName(tr("Pixels of each face"));
    m_grey = new QCheckBox(tr("Without colour"), m_drawnAs);
    auto* drawn = new QHBoxLayout(m_drawnAs);
    drawn->setContentsMargins(0, 0, 0, 0);
    auto* pixels = new QLabel(tr("Pixels"), m_drawnAs);
    pixels->setBuddy(m_size);
    drawn->addWidget(pixels);
    drawn->addWidget(m_size);
    drawn->addWidget(m_grey, 1);
    section->content()->addWidget(m_drawnAs);
}

void SamplePanel::buildBestOf(Section* section, QGridLayout* form) {
    m_bestOf = new QSpinBox(section);
    m_bestOf->setRange(1, 64);
    m_bestOf->setKeyboardTracking(false);
    m_bestOf->setSpecialValueText(tr("Off"));
    m_bestOf->setToolTip(tr(
        "Draws so many faces for each place and keeps the one that shows its emotion most clearly to a classifier."));
    auto* label = new QLabel(tr("Best of"), section);
    label->setBuddy(m_bestOf);
    form->addWidget(label, 2, 0);
    form->addWidget(m_bestOf, 2, 1, Qt::AlignLeft);
    connect(m_bestOf, &QSpinBox::valueChanged, m_model, &SampleModel::setBestOf);
}

void SamplePanel::buildGrid(QVBoxLayout* layout) {
    auto* section = new Section(tr("Grid"), this);
    m_columns = new QSpinBox(section);
    m_rows = new QSpinBox(section);
    for (QSpinBox* box : {m_columns, m_rows}) {
        box->setRange(1, 16);
        box->setKeyboardTracking(false);
    }
    m_columns->setAccessibleName(tr("Columns"));
    m_rows->setAccessibleName(tr("Rows"));
    auto* size = new QHBoxLayout;
    size->addWidget(m_columns);
    size->addWidget(new QLabel(QStringLiteral("×"), section));
    size->addWidget(m_rows);
    size->addStretch(1);
    m_rowPerLabel = new QCheckBox(tr("One row per emotion"), section);
    m_rowPerLabel->setToolTip(tr("The same faces in every row, each row with one label."));
    m_caption = new QComboBox(section);
    m_caption->addItems({tr("None"), tr("Seed"), tr("Label"), tr("Bits/dim")});
    m_caption->setAccessibleName(tr("Caption below each face"));
    m_smooth = new QCheckBox(tr("Smooth enlargement"), section);
    buildDrawnAs(section);
    auto* form = new QGridLayout;
    form->setHorizontalSpacing(kMargin);
    form->setVerticalSpacing(kGap);
    auto* grid = new QLabel(tr("Columns × rows"), section);
    grid->setBuddy(m_columns);
    form->addWidget(grid, 0, 0);
    form->addLayout(size, 0, 1);
    auto* caption = new QLabel(tr("Caption"), section);
    caption->setBuddy(m_caption);
    form->addWidget(caption, 1, 0);
    form->addWidget(m_caption, 1, 1, Qt::AlignLeft);
    buildBestOf(section, form);
    form->setColumnStretch(1, 1);
    section->content()->addLayout(form);
    section->content()->addWidget(m_rowPerLabel);
    section->content()->addWidget(m_smooth);
    layout->addWidget(section);
    connectGrid();
}

void SamplePanel::buildSaving(QVBoxLayout* layout) {
    auto* section = new Section(tr("Saving"), this);
    m_savedSize = new SavedSizeEdit(section);
    m_sheetNames = new QCheckBox(tr("Names on sheets"), section);
    m_sheetNames->setToolTip(tr("Each emotion beside its row, and the captions below the faces."));
    section->content()->addWidget(m_savedSize);
    section->content()->addWidget(m_sheetNames);
    layout->addWidget(section);
    connect(m_sheetNames, &QCheckBox::toggled, m_model, &SampleModel::setSheetNames);
    connect(m_savedSize, &SavedSizeEdit::edited, m_model, &SampleModel::setSavedSize);
}

void SamplePanel::connectGrid() {
    const auto resize = [this] { m_model->setGrid(m_columns->value(), m_rows->value()); };
    connect(m_columns, &QSpinBox::valueChanged, this, resize);
    connect(m_rows, &QSpinBox::valueChanged, this, resize);
    const auto drawn = [this] { m_model->setDrawnAs({m_size->currentData().toInt(), m_grey->isChecked()}); };
    connect(m_size, &QComboBox::currentIndexChanged, this, drawn);
    connect(m_grey, &QCheckBox::toggled, this, drawn);
    connect(m_rowPerLabel, &QCheckBox::toggled, m_model, &SampleModel::setRowPerLabel);
    connect(m_caption, &QComboBox::currentIndexChanged, m_model,
            [this](int index) { m_model->setCaption(static_cast<SampleModel::Caption>(index)); });
    connect(m_smooth, &QCheckBox::toggled, m_canvas, &CanvasController::setSmooth);
}

void SamplePanel::showSizes() {
    const ModelInfo* info = m_model->modelInfo();
    m_drawnAs->setVisible(info != nullptr && info->sizes.size() > 1);
    if (info == nullptr) return;
    const QSignalBlocker size(m_size), grey(m_grey);
    if (m_size->count() != static_cast<int>(info->sizes.size()) || m_size->itemData(0) != info->sizes.front()) {
        m_size->clear();
        for (const int side : info->sizes) m_size->addItem(tr("%1 × %1").arg(side), side);
    }
    m_size->setCurrentIndex(m_size->findData(m_model->side()));
    m_grey->setChecked(m_model->drawnAs().grey);
    m_grey->setVisible(info->channels == 3);
}

void SamplePanel::showModel() {
    showSizes();
    if (m_model->modelInfo() != nullptr) m_mixer->setKnown();
    m_mixer->setSimplex(m_model->simplex());
    m_mixer->setEnabled(!m_model->isRowPerLabel());
    m_seed->setSeed(m_model->seed());
    m_seed->setLocked(m_model->isSeedLocked());
    if (m_levels.size() != m_model->levelTemperatures().size()) rebuildLevels();
    const QSignalBlocker columns(m_columns), rows(m_rows), bestOf(m_bestOf), perLabel(m_rowPerLabel),
        caption(m_caption), smooth(m_smooth);
    m_bestOf->setValue(m_model->bestOf());
    m_intensity.show(m_model->intensity());
    m_scale.show(m_model->temperatureScale());
    for (std::size_t i = 0; i < m_levels.size(); ++i) m_levels[i].show(m_model->levelTemperatures()[i]);
    m_columns->setValue(m_model->columns());
    m_rows->setValue(m_model->rows());
    m_rows->setEnabled(!m_model->isRowPerLabel());
    m_rowPerLabel->setChecked(m_model->isRowPerLabel());
    m_rowPerLabel->setEnabled(m_model->simplex().size() > 1);
    m_caption->setCurrentIndex(static_cast<int>(m_model->caption()));
    m_smooth->setChecked(m_canvas->scene().isSmooth());
    m_savedSize->setSize(m_model->savedSize());
    m_sheetNames->setChecked(m_model->hasSheetNames());
}

}  // namespace bplf::ui
