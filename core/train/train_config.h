// SPDX-License-Identifier: GPL-3.0-or-later
// How a run is trained: JSON, stored in the run folder beside the flow's own configuration.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "core/train/optimiser.h"
#include "core/train/schedule.h"

namespace bplf {

struct TrainConfig {
    std::int64_t steps = 10000;
    int batch_size = 64;
    OptimiserOptions optimiser;
    ScheduleOptions schedule;    ///< its `total` follows `steps`
    double clip = 50;            ///< global gradient norm in bits/dim units; 0 = off
    double ema = 0.999;          ///< decay of the averaged weights
    double label_dropout = 0.1;  ///< share of images trained with the uniform label
    double balance = 0;          ///< probability that a place is filled by a class drawn uniformly
    bool flip = true;
    int shift = 0;         ///< pixels
    int patch = 0;         ///< of a level: side of the squares trained on, in its own pixels; 0 = whole images
    double cut_above = 0;  ///< of a level: share of the height never shown to it, nor judged: pixels there were
    double cut_below = 0;  ///< not in the photograph
    double cut_sides = 0;  ///< share of the width, on each side
    std::string precision = "auto";   ///< "float32" | "bfloat16" | "auto" (bfloat16 where the processor has it)
    bool recompute = false;           ///< store step inputs only, recompute in backward
    int initialisation_images = 256;  ///< data-dependent initialisation
    std::int64_t log_every = 50;
    std::int64_t validate_every = 500;
    std::int64_t validation_images = 1024;  ///< 0 = all
    std::int64_t sample_every = 1000;       ///< sample sheet; 0 = never
    std::int64_t checkpoint_every = 500;
    std::int64_t keep_every = 0;  ///< keep a checkpoint for good every N steps; 0 = only last and best
    std::uint64_t seed = 1;
};

nlohmann::ordered_json to_json(const TrainConfig& config);
/// Missing keys keep `base`'s values. Error(kUsage) naming an unknown key or a value out of range.
TrainConfig train_config_from_json(const nlohmann::json& json, const TrainConfig& base = {});

}  // namespace bplf
