// SPDX-License-Identifier: GPL-3.0-or-later
// Edits one key of the morph: where its face comes from, labels, temperature, easing, hold, frame.
#pragma once

#include <QWidget>

#include "core/engine/types.h"
#include "ui/kit/slider_row.h"

class QComboBox;
class QLabel;
class QPushButton;
class QSpinBox;
class QStackedWidget;

namespace bplf::ui {

class LabelMixer;
class SeedEdit;

/// Shows a key and tells of edits; keeps no key of its own but the one shown.
class MorphKeyEditor : public QWidget {
    Q_OBJECT

  public:
    explicit MorphKeyEditor(QWidget* parent = nullptr);

    /// Labels and temperatures of the model in use.
    void setModel(const ModelInfo& info);
    /// `frame`: where the key stands; `lastFrame`: the film's last one.
    void showKey(const MorphKey& key, double frame, int lastFrame);

  Q_SIGNALS:
    void edited(const bplf::MorphKey& key);
    void frameEdited(double frame);
    void diceRequested();
    /// A saved code was chosen as the key's face.
    void latentChosen(const QString& path);

  private:
    QWidget* makeSource();
    QWidget* makeExpression();
    QWidget* makeTemperature();
    QWidget* makeTiming();
    void change(const std::function<void(MorphKey&)>& edit);
    void showSource();
    void showIntensity();
    void showTemperature();
    void chooseFile();
    void sourceKindEdited(int kind);
    std::vector<double> ownTemperatures() const;
    double temperatureScale() const;
    void setTemperatureScale(double scale);

    MorphKey m_key;
    Look m_modelLook{{}, {0.7}, 1};  ///< the model's own
    bool m_isShowing = false;
    QComboBox* m_kind;
    QStackedWidget* m_source;
    SeedEdit* m_seed;
    QLabel* m_file;
    LabelMixer* m_mixer;
    SliderRow m_intensity, m_temperature;
    QPushButton* m_ownTemperature;
    QComboBox* m_easing;
    QSpinBox* m_hold;
    QDoubleSpinBox* m_frame;
    quint64 m_lastSeed = 1;
};

}  // namespace bplf::ui
