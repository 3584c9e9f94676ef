// SPDX-License-Identifier: GPL-3.0-or-later
// How an emotion classifier is trained; stored as JSON in its run folder.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>

#include "core/train/optimiser.h"
#include "core/train/schedule.h"

namespace bplf {

struct ClassifierConfig {
    std::int64_t steps = 12000;
    int batch_size = 64;
    std::int64_t width = 32;  ///< channels of the network's first stage
    double dropout = 0.3;
    double label_smoothing = 0.1;
    double balance = 0.25;  ///< probability that a place is filled by a class drawn uniformly
    bool flip = true;
    int shift = 3;  ///< pixels
    OptimiserOptions optimiser{"adamw", 0.9, 0.999, 1e-8, 0.05};
    ScheduleOptions schedule{"cosine", 2e-3, 1e-6, 300, 0};
    std::int64_t log_every = 50;
    std::int64_t validate_every = 250;  ///< also: a checkpoint
    std::uint64_t seed = 1;
};

nlohmann::ordered_json to_json(const ClassifierConfig& config);
/// All keys of to_json(). Error(kUsage) naming a key that is missing, of another type or out of range.
ClassifierConfig classifier_config_from_json(const nlohmann::json& json);
/// Error(kUsage) naming the key that is out of range.
void validate(const ClassifierConfig& config);

}  // namespace bplf
