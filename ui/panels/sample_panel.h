// SPDX-License-Identifier: GPL-3.0-or-later
// The Sample screen's inspector: expression, seed, temperature, grid.
#pragma once

#include <QWidget>
#include <vector>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QSpinBox;
class QVBoxLayout;

namespace bplf::ui {

class CanvasController;
class FineSlider;
class LabelMixer;
class SampleModel;
class Section;
class SeedEdit;

class SamplePanel : public QWidget {
    Q_OBJECT

  public:
    SamplePanel(SampleModel* model, CanvasController* canvas, QWidget* parent = nullptr);

  private:
    struct TemperatureRow {
        FineSlider* slider;
        QDoubleSpinBox* value;
    };
    void buildExpression(QVBoxLayout* layout);
    void buildSeed(QVBoxLayout* layout);
    void buildTemperature(QVBoxLayout* layout);
    void buildGrid(QVBoxLayout* layout);
    void connectGrid();
    void rebuildLevels();
    TemperatureRow temperatureRow(const QString& name, double high);
    void showModel();

    SampleModel* m_model;
    CanvasController* m_canvas;
    LabelMixer* m_mixer = nullptr;
    SeedEdit* m_seed = nullptr;
    TemperatureRow m_scale{};
    TemperatureRow m_intensity{};
    Section* m_levelSection = nullptr;
    std::vector<TemperatureRow> m_levels;
    QSpinBox* m_columns = nullptr;
    QSpinBox* m_rows = nullptr;
    QCheckBox* m_rowPerLabel = nullptr;
    QComboBox* m_caption = nullptr;
    QCheckBox* m_smooth = nullptr;
};

}  // namespace bplf::ui
