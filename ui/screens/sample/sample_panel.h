// SPDX-License-Identifier: GPL-3.0-or-later
// The Sample screen's inspector: expression, seed, temperature, grid.
#pragma once

#include <QWidget>
#include <vector>

#include "ui/kit/slider_row.h"

class QCheckBox;
class QComboBox;
class QGridLayout;
class QSpinBox;
class QVBoxLayout;

namespace bplf::ui {

class CanvasController;
class LabelMixer;
class SampleModel;
class SavedSizeEdit;
class Section;
class SeedEdit;

class SamplePanel : public QWidget {
    Q_OBJECT

  public:
    SamplePanel(SampleModel* model, CanvasController* canvas, QWidget* parent = nullptr);

  private:
    void buildExpression(QVBoxLayout* layout);
    void buildSeed(QVBoxLayout* layout);
    void buildTemperature(QVBoxLayout* layout);
    void buildGrid(QVBoxLayout* layout);
    void buildDrawnAs(Section* section);
    void buildBestOf(Section* section, QGridLayout* form);
    void connectGrid();
    void showSizes();
    void buildSaving(QVBoxLayout* layout);
    void rebuildLevels();
    SliderRow temperatureRow(const QString& name, double high);
    void showModel();

    SampleModel* m_model;
    CanvasController* m_canvas;
    LabelMixer* m_mixer = nullptr;
    SeedEdit* m_seed = nullptr;
    SliderRow m_scale, m_intensity;
    Section* m_levelSection = nullptr;
    std::vector<SliderRow> m_levels;
    QSpinBox* m_columns = nullptr;
    QSpinBox* m_rows = nullptr;
    QSpinBox* m_bestOf = nullptr;
    QCheckBox* m_rowPerLabel = nullptr;
    QWidget* m_drawnAs = nullptr;
    QComboBox* m_size = nullptr;
    QCheckBox* m_grey = nullptr;
    QComboBox* m_caption = nullptr;
    QCheckBox* m_smooth = nullptr;
    SavedSizeEdit* m_savedSize = nullptr;
    QCheckBox* m_sheetNames = nullptr;
};

}  // namespace bplf::ui
