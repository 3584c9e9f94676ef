// SPDX-License-Identifier: GPL-3.0-or-later
// The Train screen's page: one run's state, its curves, and what it draws.
#pragma once

#include <QWidget>

class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;

namespace bplf::ui {

class CurvesPlots;
class CurveStore;
class SampleStrip;
class TrainModel;

class TrainPage : public QWidget {
    Q_OBJECT

  public:
    explicit TrainPage(TrainModel* model, QWidget* parent = nullptr);

    CurveStore* curves() const { return m_curves; }
    SampleStrip* samples() const { return m_samples; }
    QComboBox* runs() const { return m_runs; }
    QPushButton* pauseButton() const { return m_pause; }
    QPushButton* stopButton() const { return m_stop; }
    QPushButton* goOnButton() const { return m_goOn; }
    void setActive(bool active);
    bool isSettled() const;

  Q_SIGNALS:
    void runRequested();
    void curvesRequested();
    void modelsRequested();
    void settledChanged();

  private:
    QWidget* makeRunLine();
    QWidget* makeStateLine();
    QWidget* makeButtons();
    QWidget* makePictures();
    void showRuns();
    void showTraining();
    void showCurves();

    TrainModel* m_model;
    CurveStore* m_curves;
    CurvesPlots* m_plots = nullptr;
    SampleStrip* m_samples = nullptr;
    QComboBox* m_runs = nullptr;
    QLabel *m_state = nullptr, *m_progress = nullptr, *m_problem = nullptr, *m_hint = nullptr;
    QProgressBar* m_bar = nullptr;
    QPushButton *m_pause = nullptr, *m_stop = nullptr, *m_goOn = nullptr, *m_openCurves = nullptr,
                *m_openModels = nullptr;
    QString m_shownRun;
};

}  // namespace bplf::ui
