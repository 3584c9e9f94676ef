// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/screens/train/train_page.h"

#include <QComboBox>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSplitter>
#include <QVBoxLayout>

#include "ui/kit/accessible.h"
#include "ui/kit/widget_helpers.h"
#include "ui/screens/curves/curve_store.h"
#include "ui/screens/curves/curves_plots.h"
#include "ui/screens/train/sample_strip.h"
#include "ui/screens/train/train_model.h"
#include "ui/screens/train/train_words.h"

namespace bplf::ui {
namespace {

using inspect::TrainingState;

constexpr int kPermille = 1000;

}  // namespace

TrainPage::TrainPage(TrainModel* model, QWidget* parent)
    : QWidget(parent), m_model(model), m_curves(new CurveStore(this)) {
    m_curves->setFollowing(false);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kMargin, kGap, kMargin, kGap);
    layout->setSpacing(kGap);
    layout->addWidget(makeRunLine());
    layout->addWidget(makeStateLine());
    layout->addWidget(m_problem = new QLabel);
    layout->addWidget(makeButtons());
    layout->addWidget(horizontalRule());
    layout->addWidget(makePictures(), 1);
    m_problem->setWordWrap(true);
    setRole(m_problem, "problem");
    connect(model, &TrainModel::runsChanged, this, &TrainPage::showRuns);
    connect(model, &TrainModel::trainingChanged, this, &TrainPage::showTraining);
    connect(m_curves, &CurveStore::busyChanged, this, &TrainPage::settledChanged);
    connect(m_plots, &CurvesPlots::settledChanged, this, &TrainPage::settledChanged);
    showRuns();
}

QWidget* TrainPage::makeRunLine() {
    auto* line = new QWidget;
    m_runs = new QComboBox;
    m_runs->setAccessibleName(tr("Run"));
    m_runs->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_runs->setMinimumContentsLength(28);
    auto* title = new QLabel(tr("Run"));
    title->setBuddy(m_runs);
    auto* open = textButton("open", tr("Open a run…"));
    open->setToolTip(tr("Show a training that was started elsewhere: its folder."));
    m_hint = mutedLabel(tr("Fill in the form on the right to train a model of your own."));
    m_hint->setWordWrap(false);
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kMargin);
    row->addWidget(title);
    row->addWidget(m_runs);
    row->addWidget(open);
    row->addWidget(m_hint);
    row->addStretch(1);
    connect(open, &QPushButton::clicked, this, &TrainPage::runRequested);
    connect(m_runs, &QComboBox::activated, this, [this] { m_model->setRun(m_runs->currentData().toString()); });
    return line;
}

QWidget* TrainPage::makeStateLine() {
    auto* line = new QWidget;
    m_state = heading(QString());
    setAccessibleValue(m_state, tr("State of the run"));
    m_progress = mutedLabel(QString());
    setAccessibleValue(m_progress, tr("Progress of the run"));
    m_bar = new QProgressBar;
    m_bar->setAccessibleName(tr("Steps made"));
    m_bar->setRange(0, kPermille);
    m_bar->setFixedWidth(180);
    m_bar->setTextVisible(false);
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kMargin);
    row->addWidget(m_state);
    row->addWidget(m_bar);
    row->addWidget(m_progress, 1);
    return line;
}

QWidget* TrainPage::makeButtons() {
    auto* line = new QWidget;
    m_pause = textButton("pause", tr("Pause"));
    m_pause->setToolTip(tr("Holds the training where it is. It keeps its memory, and takes no processor time."));
    m_stop = textButton("stop", tr("Stop"));
    m_stop->setToolTip(tr("Ends the training after this step, with a checkpoint to go on from."));
    m_goOn = textButton("play", tr("Go on"));
    m_goOn->setToolTip(tr("Trains on from the last checkpoint, as if it had never stopped."));
    m_openCurves = textButton("curves", tr("Open in Curves"));
    m_openModels = textButton("models", tr("Open in Models"));
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kGap);
    for (QPushButton* button : {m_pause, m_stop, m_goOn}) row->addWidget(button);
    row->addStretch(1);
    for (QPushButton* button : {m_openCurves, m_openModels}) row->addWidget(button);
    connect(m_pause, &QPushButton::clicked, this,
            [this] { m_model->training().state == TrainingState::kPaused ? m_model->resume() : m_model->pause(); });
    connect(m_stop, &QPushButton::clicked, m_model, &TrainModel::stop);
    connect(m_goOn, &QPushButton::clicked, m_model, &TrainModel::goOn);
    connect(m_openCurves, &QPushButton::clicked, this, &TrainPage::curvesRequested);
    connect(m_openModels, &QPushButton::clicked, this, &TrainPage::modelsRequested);
    return line;
}

QWidget* TrainPage::makePictures() {
    auto* parts = new QSplitter(Qt::Vertical);
    parts->setChildrenCollapsible(false);
    m_plots = new CurvesPlots(m_curves);
    setAccessibleRole(m_plots, QAccessible::Pane);
    m_plots->setAccessibleName(tr("Curves of the run"));
    m_samples = new SampleStrip;
    parts->addWidget(m_plots);
    parts->addWidget(m_samples);
    parts->setStretchFactor(0, 1);
    parts->setSizes({320, 240});
    return parts;
}

void TrainPage::setActive(bool active) {
    m_curves->setFollowing(active);
    showCurves();
}

bool TrainPage::isSettled() const {
    return !m_curves->isBusy() && m_plots->isSettled();
}

void TrainPage::showRuns() {
    const QSignalBlocker blocker(m_runs);
    m_runs->clear();
    for (const QString& run : m_model->runs()) {
        m_runs->addItem(QFileInfo(run).fileName(), run);
        m_runs->setItemData(m_runs->count() - 1, run, Qt::ToolTipRole);
    }
    m_runs->setCurrentIndex(m_runs->findData(m_model->run()));
    m_runs->setEnabled(m_runs->count() > 0);
    m_runs->setToolTip(m_model->run());
    m_hint->setVisible(m_model->runs().isEmpty());
    showTraining();
}

void TrainPage::showCurves() {
    if (m_shownRun == m_model->run()) return;
    if (!m_shownRun.isEmpty()) m_curves->clear();
    m_shownRun.clear();
    // Before its first step a run has no log to read.
    if (m_model->training().step == 0) return;
    m_shownRun = m_model->run();
    m_curves->open({m_shownRun});
}

void TrainPage::showTraining() {
    const inspect::Training& training = m_model->training();
    const TrainingState state = training.state;
    const bool isGoingOn = m_model->isGoingOn(), isPaused = state == TrainingState::kPaused;
    const bool hasRun = !m_model->run().isEmpty();
    m_state->setText(hasRun ? stateWords(state) : QString());
    m_progress->setText(hasRun ? progressWords(training, QDateTime::currentDateTime()) : QString());
    m_bar->setVisible(hasRun && training.steps > 0);
    if (training.steps > 0) m_bar->setValue(static_cast<int>(kPermille * training.step / training.steps));
    m_problem->setVisible(training.error.has_value());
    if (training.error) {
        const Message message = trainingMessage(*training.error);
        m_problem->setText(message.what + QLatin1Char(' ') + message.todo);
    }
    m_pause->setText(isPaused ? tr("Continue") : tr("Pause"));
    m_pause->setAccessibleName(m_pause->text());
    m_pause->setEnabled(state == TrainingState::kRunning || isPaused);
    m_stop->setEnabled(isGoingOn);
    m_goOn->setEnabled(hasRun && !isGoingOn && state != TrainingState::kDone && training.checkpoint >= 0);
    m_openCurves->setEnabled(hasRun);
    m_openModels->setEnabled(hasRun && training.checkpoint >= 0);
    m_samples->setSheets(training.samples);
    showCurves();
}

}  // namespace bplf::ui
