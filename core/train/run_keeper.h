// SPDX-License-Identifier: GPL-3.0-or-later
// What a training leaves in its run folder, and when: lines of the log, validations, sheets, checkpoints.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/dataset/dataset_file.h"
#include "core/flow/density.h"
#include "core/train/learner.h"
#include "core/train/objective.h"
#include "core/train/ranks.h"
#include "core/train/run_folder.h"
#include "core/train/run_log.h"
#include "core/train/soundness.h"
#include "core/train/train_config.h"
#include "core/train/train_state.h"

namespace bplf {

/// A run while it is trained, as its parts that outlive whoever holds this.
struct TrainedRun {
    const RunFolder& folder;
    const TrainConfig& training;
    const Dataset& data;
    const std::string& data_sha256;
    Ranks& ranks;  ///< the first of them writes
    flow::Density& model;
    std::optional<at::ScalarType> compute_type;  ///< of its networks while it is trained
    Objective& objective;
    Learner& learner;
    TrainState& state;
    Soundness& soundness;
};

class RunKeeper {
  public:
    /// Opens the run's log at the state's step. `stop` ends a validation; it must outlive this.
    RunKeeper(const TrainedRun& run, const std::stop_token& stop);

    /// The run goes on from a checkpoint that says this of itself.
    void resumed(std::map<std::string, std::string> facts);
    /// What is due after a step. Error(kNumeric) when weights that are to be kept are not finite.
    void after_step();
    /// What is left to be kept at the end.
    void finish();
    /// Ends the run by an error, for `what` happened (soundness.h).
    [[noreturn]] void give_up(const std::string& what) const;
    /// Mean loss of the newest line of the log; NaN before one.
    double logged_loss() const { return logged_loss_; }

  private:
    void log_window();
    void write_log(const std::vector<std::pair<std::string, double>>& scalars);
    std::optional<Validation> measure();
    bool validate();
    void write_sheet();
    void checkpoint(bool best);
    void write_checkpoint(bool best);
    std::map<std::string, std::string> facts() const;

    TrainedRun run_;
    const std::stop_token& stop_;
    std::vector<std::int64_t> validation_rows_;
    std::unique_ptr<RunLog> log_;  // of the first rank alone
    std::map<std::string, std::string> validation_facts_;
    std::int64_t validated_step_ = -1;  // whose weights validation_facts_ tell of
    bool checkpoint_due_ = false;
    double logged_loss_ = std::numeric_limits<double>::quiet_NaN();
};

}  // namespace bplf
