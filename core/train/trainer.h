// SPDX-License-Identifier: GPL-3.0-or-later
// Maximum-likelihood training of a flow, resumable bit for bit.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>

#include "core/base/progress.h"
#include "core/flow/config.h"
#include "core/train/train_config.h"

namespace bplf {

class Ranks;

struct TrainRequest {
    flow::FlowConfig flow;
    TrainConfig training;
    std::string data;             ///< built data-set file or folder, or a source as open_data() takes it
    std::filesystem::path out;    ///< run folder
    bool resume = false;          ///< continue `out`; flow, data and training come from its config
    bool training_given = false;  ///< with resume: take `training` from here instead (e.g. more steps)
    std::string warm_start;       ///< checkpoint whose weights to start from; empty = fresh
    double epochs = 0;            ///< above 0: sets training.steps to so many passes over the data
    double minutes = 0;           ///< stop (with a checkpoint) after this long; 0 = no limit
    double training_seconds = 0;  ///< the same when all calls on this run have trained so long
    std::string device = "cpu";
    Ranks* ranks = nullptr;  ///< who trains together, the same request on each; nullptr: this process alone
    /// Called before the first step with what a user should know, e.g. what the learning rate does; may be empty.
    std::function<void(const std::string& sentence)> notice;
};

struct TrainSummary {
    std::int64_t steps = 0;              ///< reached in total
    std::int64_t skipped_steps = 0;      ///< non-finite loss or gradient, in total
    double train_bits_per_dim = 0;       ///< mean of the last logging window
    double validation_bits_per_dim = 0;  ///< averaged weights, last validation; NaN without a validation split
    double best_bits_per_dim = 0;
    double images_per_second = 0;  ///< of this call, training alone
    double seconds = 0;            ///< of all calls on this run
    std::string data;              ///< which images and pixels of the data take part, where that is not all
    std::string checkpoint;        ///< path of `last`
    bool interrupted = false;
};

/// Trains until steps, minutes or a stop; each ends with a whole checkpoint. With equal threads and device, 2n steps
/// equal n steps, any kind of end, and n more from --resume, bit for bit. With ranks each takes its share of every
/// batch, the gradients are those of the whole, and the first alone writes (core/train/README.md#several-processes).
/// Errors: kUsage and kInput for config and data, kNumeric after 50 non-finite steps in a row (names the last good
/// checkpoint), kResource for disk and device.
TrainSummary train(const TrainRequest& request, const ProgressSink& progress = {}, const std::stop_token& stop = {});

}  // namespace bplf
