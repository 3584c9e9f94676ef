// SPDX-License-Identifier: GPL-3.0-or-later
// The runs of the Train screen: started, looked at, paused, stopped, and told of when they end.
#include <QFileInfo>

#include "ui/bridge/background.h"
#include "ui/screens/train/train_model.h"
#include "ui/screens/train/training_process.h"

namespace bplf::ui {
namespace {

using inspect::Training;
using inspect::TrainingState;

/// Milliseconds between two looks at a run.
constexpr int kLook = 1000, kLookFromAfar = 5000;

QString runName(const QString& run) {
    return QFileInfo(run).fileName();
}

}  // namespace

void TrainModel::goOn() {
    if (!isGoingOn() && !m_run.isEmpty()) spawn(wordsToGoOn(m_run), m_run);
}

bool TrainModel::spawn(const QStringList& words, const QString& run) {
    const Result<qint64> started = startTraining(words, run);
    if (!started.ok()) {
        Q_EMIT messageRaised(messageFromError(started.error(), tr("The training was not started.")));
        return false;
    }
    m_starters[run] = static_cast<int>(started.value());
    m_training = {};
    m_training.run = run.toStdU16String();
    m_training.state = TrainingState::kStarting;
    addRun(run);
    return true;
}

void TrainModel::setRuns(const QStringList& runs) {
    m_runs = runs;
    if (!m_runs.contains(m_run)) m_run = m_runs.value(0);
    Q_EMIT runsChanged();
    look();
}

void TrainModel::addRun(const QString& run) {
    if (!m_runs.contains(run)) m_runs.prepend(run);
    Q_EMIT runsChanged();
    if (run != m_run) return setRun(run);
    Q_EMIT trainingChanged();
    look();
}

void TrainModel::removeRun(const QString& run) {
    QStringList rest = m_runs;
    rest.removeAll(run);
    setRuns(rest);
}

void TrainModel::setRun(const QString& run) {
    if (run == m_run) return;
    m_run = run;
    if (m_training.run != std::filesystem::path(run.toStdU16String())) m_training = {};
    Q_EMIT runsChanged();
    Q_EMIT trainingChanged();
    look();
}

bool TrainModel::isGoingOn() const {
    return m_training.state == TrainingState::kStarting || m_training.state == TrainingState::kRunning ||
           m_training.state == TrainingState::kPaused;
}

/// Asks the run's folder how it stands. What is asked while an answer is on its way is asked again after it.
void TrainModel::look() {
    if (m_run.isEmpty() || (!m_isActive && !isGoingOn())) return m_timer.stop();
    m_timer.start(m_isActive ? kLook : kLookFromAfar);
    if (m_isReading) return;
    m_isReading = true;
    const std::optional<int> starter =
        m_starters.contains(m_run) ? std::optional<int>(m_starters.value(m_run)) : std::nullopt;
    runInBackground<Training>(
        this, [run = m_run, starter] { return inspect::read_training(run.toStdU16String(), starter); },
        [this, run = m_run](const Result<Training>& training) {
            m_isReading = false;
            m_isStale = run != m_run;
            if (m_isStale) return look();
            if (training.ok()) take(training.value());
            Q_EMIT settledChanged();
        });
}

void TrainModel::take(const Training& training) {
    const TrainingState before = m_training.state;
    const bool isSameRun = m_training.run == training.run;
    m_training = training;
    Q_EMIT trainingChanged();
    if (isSameRun && before != training.state) tellEnd(before);
}

void TrainModel::tellEnd(TrainingState before) {
    const bool wasGoingOn =
        before == TrainingState::kStarting || before == TrainingState::kRunning || before == TrainingState::kPaused;
    if (!wasGoingOn || isGoingOn()) return;
    Q_EMIT choiceChanged();
    if (m_training.error) return Q_EMIT messageRaised(trainingMessage(*m_training.error));
    const QString name = runName(m_run);
    if (m_training.state == TrainingState::kDone) {
        Q_EMIT messageRaised(information(tr("%1 is trained.").arg(name), tr("Its checkpoints are in Models.")));
        chooseNextPart();
    } else if (m_training.state == TrainingState::kInterrupted) {
        Q_EMIT messageRaised(
            information(tr("%1 stopped at step %2.").arg(name).arg(m_training.step), tr("It can go on from there.")));
    }
}

/// The parts of a pyramid are trained one after another.
void TrainModel::chooseNextPart() {
    const Configuration* all = configuration();
    if (all == nullptr || m_formRun != m_run) return;
    const qsizetype place = all->parts.indexOf(m_choice.level);
    if (place < 0 || place + 1 >= all->parts.size()) return;
    TrainChoice next = m_choice;
    next.level = all->parts[place + 1];
    setChoice(next);
}

void TrainModel::signalTrainer(bool (*send)(int), const QString& failed) {
    if (m_training.process && send(*m_training.process)) return look();
    Message message = information(failed, tr("It may have ended, or belong to somebody else."));
    message.severity = Message::Severity::kWarning;
    Q_EMIT messageRaised(message);
    look();
}

void TrainModel::pause() {
    signalTrainer(pauseTraining, tr("The training could not be paused."));
}

void TrainModel::resume() {
    signalTrainer(resumeTraining, tr("The training could not go on."));
}

void TrainModel::stop() {
    signalTrainer(stopTraining, tr("The training could not be stopped."));
}

}  // namespace bplf::ui
