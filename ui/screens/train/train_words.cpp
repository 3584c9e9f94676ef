// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/screens/train/train_words.h"

#include <QCoreApplication>

#include "ui/kit/widget_helpers.h"
#include "ui/screens/models/model_words.h"

namespace bplf::ui {
namespace {

using inspect::Training;
using inspect::TrainingState;

struct TrainWords {
    Q_DECLARE_TR_FUNCTIONS(TrainWords)
};

/// The day too where it is not today.
QString clockWords(const QDateTime& end, const QDateTime& now) {
    const QString clock = end.toString(QStringLiteral("HH:mm"));
    return end.date() == now.date() ? clock : end.toString(QStringLiteral("ddd d MMM ")) + clock;
}

}  // namespace

QString stateWords(TrainingState state) {
    switch (state) {
        case TrainingState::kNothing:
            return TrainWords::tr("No run");
        case TrainingState::kStarting:
            return TrainWords::tr("Starting");
        case TrainingState::kRunning:
            return TrainWords::tr("Training");
        case TrainingState::kPaused:
            return TrainWords::tr("Paused");
        case TrainingState::kDone:
            return TrainWords::tr("Done");
        case TrainingState::kInterrupted:
            return TrainWords::tr("Stopped");
        case TrainingState::kFailed:
            break;
    }
    return TrainWords::tr("Failed");
}

QString progressWords(const Training& training, const QDateTime& now) {
    if (training.state == TrainingState::kNothing) return {};
    if (training.state == TrainingState::kStarting) return TrainWords::tr("reads the images and makes the network");
    QStringList parts{TrainWords::tr("step %1 of %2").arg(countWords(training.step), countWords(training.steps))};
    const bool isTraining = training.progress && training.progress->stage == "train";
    if (training.state == TrainingState::kRunning && isTraining && training.progress->rate > 0) {
        const double rate = training.progress->rate;
        parts << (rate >= 1 ? TrainWords::tr("%1 steps/s").arg(fixedText(rate, rate < 10 ? 1 : 0))
                            : TrainWords::tr("%1 s a step").arg(fixedText(1 / rate, 1)));
    }
    if (const auto left = training.remaining(); left && isTraining)
        parts << TrainWords::tr("%1 left, done at %2")
                     .arg(durationWords(*left), clockWords(now.addSecs(static_cast<qint64>(*left)), now));
    if (training.state == TrainingState::kInterrupted || training.state == TrainingState::kFailed)
        parts << (training.checkpoint >= 0
                      ? TrainWords::tr("can go on from step %1").arg(countWords(training.checkpoint))
                      : TrainWords::tr("there is no checkpoint to go on from"));
    return parts.join(QStringLiteral(" · "));
}

QString dataWords(const DataFacts& data) {
    const QString colour = data.channels == 1 ? TrainWords::tr("grey") : TrainWords::tr("colour");
    QString text = TrainWords::tr("%1 images of %2 × %3, %4")
                       .arg(countWords(data.images))
                       .arg(data.width)
                       .arg(data.height)
                       .arg(colour);
    if (!data.labels.isEmpty()) text += QStringLiteral("; ") + data.labels.join(QStringLiteral(", "));
    return text;
}

}  // namespace bplf::ui
