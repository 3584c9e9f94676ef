// SPDX-License-Identifier: GPL-3.0-or-later
// The Train screen without its widgets: what is to be trained, and how the runs stand that were.
#pragma once

#include <QHash>
#include <QObject>
#include <QStringList>
#include <QTimer>
#include <optional>
#include <vector>

#include "core/inspect/training.h"
#include "ui/kit/message.h"
#include "ui/screens/train/train_choice.h"

namespace bplf::ui {

/// Lives on the UI thread and reads nothing there: the command line is asked, run folders are read by the pool. A
/// training is a process of its own; the studio knows it by its folder, whoever started it.
class TrainModel : public QObject {
    Q_OBJECT

  public:
    explicit TrainModel(QObject* parent = nullptr);

    /// Asks nothing before it is first true; then looks at the run once a second while true, every five seconds while
    /// false and something runs.
    void setActive(bool active);

    const std::vector<Configuration>& configurations() const { return m_configurations; }
    /// Of the chosen one; nullptr while it is not known.
    const Configuration* configuration() const;
    /// Of the chosen part; nothing while it is asked for.
    const std::optional<ConfigurationFacts>& facts() const { return m_facts; }
    const std::optional<DataFacts>& data() const { return m_data; }
    /// Why facts or data are not there; empty where they are, or are on their way.
    const QString& factsProblem() const { return m_factsProblem; }
    const QString& dataProblem() const { return m_dataProblem; }

    const TrainChoice& choice() const { return m_choice; }
    /// What belongs to another configuration is dropped; an empty run gets a free name.
    void setChoice(TrainChoice choice);
    void setSetting(const QString& key, const QString& value);
    /// What keeps it from being started, as a sentence; empty where nothing does.
    QString problem() const;
    /// On the disk at the end: checkpoints, those kept for good, sheets. 0 while unknown.
    double diskBytes() const;
    /// Room on the disk of the run; negative while unknown.
    double freeBytes() const;
    void start();

    /// Folders, the newest first.
    const QStringList& runs() const { return m_runs; }
    void setRuns(const QStringList& runs);
    void addRun(const QString& run);
    void removeRun(const QString& run);
    /// Whose state is shown; empty without any.
    const QString& run() const { return m_run; }
    void setRun(const QString& run);
    const inspect::Training& training() const { return m_training; }
    bool isGoingOn() const;
    void pause();
    void resume();
    void stop();
    /// Goes on with a run that was interrupted or failed.
    void goOn();

    bool isSettled() const { return m_asking == 0 && !m_isReading && !m_isStale; }

  Q_SIGNALS:
    void configurationsChanged();
    void factsChanged();
    void choiceChanged();
    void runsChanged();
    void trainingChanged();
    void messageRaised(const bplf::ui::Message& message);
    void settledChanged();

  private:
    void askConfigurations();
    void askFacts();
    void askData();
    void answered();
    bool spawn(const QStringList& words, const QString& run);
    void look();
    void take(const inspect::Training& training);
    void tellEnd(inspect::TrainingState before);
    void chooseNextPart();
    void signalTrainer(bool (*send)(int), const QString& failed);
    QString freeRunFolder(const TrainChoice& choice) const;

    std::vector<Configuration> m_configurations;
    std::optional<ConfigurationFacts> m_facts;
    std::optional<DataFacts> m_data;
    QString m_factsProblem, m_dataProblem;
    TrainChoice m_choice;
    QStringList m_runs;
    QString m_run;
    QString m_freeName;              ///< the folder that was proposed
    QString m_formRun;               ///< the run that the form started last
    QHash<QString, int> m_starters;  ///< processes started from here, by their runs
    inspect::Training m_training;
    QTimer m_timer;
    int m_asking = 0;
    quint64 m_factsAsked = 0, m_dataAsked = 0;
    bool m_isActive = false, m_isReading = false, m_isStale = false;
};

/// An error of a training in plain words: what happened, and what to do about it in this window.
Message trainingMessage(const Error& error);

}  // namespace bplf::ui
