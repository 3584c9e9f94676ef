// SPDX-License-Identifier: GPL-3.0-or-later
// How a training stands, in words for people.
#pragma once

#include <QDateTime>
#include <QString>

#include "core/inspect/training.h"
#include "ui/screens/train/train_choice.h"

namespace bplf::ui {

/// "Training", "Paused", …
QString stateWords(inspect::TrainingState state);
/// "step 1,200 of 20,000 · 3.2 steps/s · 1 h 38 min left, done at 23:41", as far as it is known.
QString progressWords(const inspect::Training& training, const QDateTime& now);
/// "28,709 images of 48 × 48, grey; anger, disgust, …".
QString dataWords(const DataFacts& data);

}  // namespace bplf::ui
