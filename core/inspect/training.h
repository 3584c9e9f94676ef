// SPDX-License-Identifier: GPL-3.0-or-later
// How a training run stands, read from its folder: whoever started it, and whether or not it still goes on.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.h"

namespace bplf::inspect {

/// What a training that somebody started into `run` writes beside what its trainer does: progress and warnings as they
/// come, and at the end one JSON object.
std::filesystem::path training_log(const std::filesystem::path& run);
std::filesystem::path training_result(const std::filesystem::path& run);

enum class TrainingState {
    kNothing,      ///< no run is there (yet)
    kStarting,     ///< its trainer reads data and does not hold the run yet
    kRunning,      ///< a trainer holds the run
    kPaused,       ///< it holds it and is stopped (SIGSTOP)
    kDone,         ///< the last step was made
    kInterrupted,  ///< ended before, with a checkpoint
    kFailed,       ///< ended with an error, or without a word
};

struct TrainingProgress {
    std::string stage;  ///< "train", or what comes before it
    std::int64_t done = 0, total = 0;
    double rate = 0;   ///< units per second; 0 while unknown
    std::string unit;  ///< "steps"
};

struct Training {
    std::filesystem::path run;
    TrainingState state = TrainingState::kNothing;
    std::optional<int> process;                  ///< while it runs or is paused
    std::string configuration, data;             ///< as in its config.json
    std::int64_t steps = 0;                      ///< to be made in all
    std::int64_t step = 0;                       ///< made so far, as far as its logs and checkpoints tell
    std::int64_t checkpoint = -1;                ///< the step that --resume goes on from; -1 for none
    std::optional<TrainingProgress> progress;    ///< the newest line of the log
    std::optional<Error> error;                  ///< of a failed one
    std::vector<std::filesystem::path> samples;  ///< sheets, the oldest first

    /// Seconds until the last step; nothing while the rate is unknown or it does not run.
    std::optional<double> remaining() const;
};

/// What the folder says now; reads the end of its log only. Never throws: what cannot be read is left out. `starter`:
/// the process that was started into it.
Training read_training(const std::filesystem::path& run, std::optional<int> starter = {});

/// The error in what `bplf --json` printed, or that it ended without a word.
Error told_error(const std::string& result);

/// The newest progress in the text of a log that was written with --progress json; later lines win, lines of other
/// kinds and a torn last one are passed by.
std::optional<TrainingProgress> newest_progress(const std::string& log);

}  // namespace bplf::inspect
