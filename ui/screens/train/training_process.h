// SPDX-License-Identifier: GPL-3.0-or-later
// A training as a process of its own, which the studio may leave and find again.
#pragma once

#include <QString>
#include <QStringList>

#include "core/base/result.h"

namespace bplf::ui {

/// Starts `bplf words…` apart from the studio: it goes on when that ends, however that ends. What it says is in the run
/// folder (inspect::training_log). The process, or Error(kResource).
Result<qint64> startTraining(const QStringList& words, const QString& run);

/// To a process that inspect::read_training() named. Pausing keeps memory and the run as they are; stopping ends it
/// after its step, with a checkpoint. False when it is not there.
bool pauseTraining(int process);
bool resumeTraining(int process);
bool stopTraining(int process);

}  // namespace bplf::ui
