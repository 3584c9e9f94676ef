// SPDX-License-Identifier: GPL-3.0-or-later
// One training of one row on one data set with one seed, and its scores; resumable.
#pragma once

#include <cstdint>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <stop_token>
#include <string>

#include "core/base/progress.h"
#include "core/flow/config.h"
#include "core/study/paper.h"
#include "core/study/sample_scores.h"
#include "core/study/study_set.h"

namespace bplf {

/// What one training may spend; one of the first two is above 0.
struct TrialBudget {
    double seconds = 0;
    std::int64_t images = 0;
    int batch_size = 32;
};

/// Draws of the dequantisation noise that a score is the mean of.
inline constexpr int kNoiseDraws = 5;

/// Scores of held-out images of one kind.
struct TrialScore {
    double bits_per_dim = 0;    ///< per stored pixel
    double standard_error = 0;  ///< over images
    double draw_error = 0;      ///< standard error of the mean over draws of noise
    double nats = 0;            ///< mean cost of an 8-bit image
    std::int64_t non_finite = 0;
};

struct TrialResult {
    std::string row, set;
    std::uint64_t seed = 0;
    std::int64_t parameters = 0, width = 0, steps = 0, images = 0, skipped_steps = 0;
    double train_seconds = 0;
    std::int64_t evaluated = 0;  ///< held-out images
    bool exact = true;           ///< false: the score is an ELBO
    bool diverged = false;       ///< then `message` says how, and there are no scores
    std::string message;
    TrialScore raw, truncated;
    std::optional<SampleScores> samples;  ///< where there is a judge and the images have labels
};

/// With what a trial is run.
struct TrialTools {
    std::string device = "cpu";
    std::filesystem::path judge;  ///< classifier file for the drawn faces; empty: none are drawn
};

nlohmann::ordered_json to_json(const TrialResult& result);
/// Error(kInput) naming `where` when the JSON is not one.
TrialResult trial_result_from_json(const nlohmann::ordered_json& json, const std::string& where);

/// Trains in folder/run, in float32 whatever the processor has (not every system here has convolutions in bfloat16, and
/// a budget of time must mean the same to all), and evaluates; what folder/result.json holds already is returned. A run
/// that was cut off goes on. Training that leaves the finite range is a result. Other errors as
/// train(); kInterrupted on stop.
TrialResult run_trial(const StudyRow& row, const StudySet& set, const flow::FlowConfig& config, std::uint64_t seed,
                      const TrialBudget& budget, const std::filesystem::path& folder, const TrialTools& tools,
                      const ProgressSink& progress = {}, const std::stop_token& stop = {});

}  // namespace bplf
