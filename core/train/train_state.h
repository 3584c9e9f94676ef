// SPDX-License-Identifier: GPL-3.0-or-later
// Everything besides the averaged weights that resuming needs, in one safetensors file.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <filesystem>
#include <limits>
#include <string>

#include "core/dataset/loader.h"

namespace bplf {

/// Random numbers need no state: they are keyed by (seed, step, place).
struct TrainState {
    std::int64_t step = 0;
    std::int64_t optimiser_steps = 0;
    std::int64_t skipped = 0;
    LoaderPosition position;
    double best = std::numeric_limits<double>::infinity();
    double last_validation = std::numeric_limits<double>::quiet_NaN();
    double seconds = 0;
    at::Tensor online, average, first_moment, second_moment;  ///< [P] float32
    std::string layout;                                       ///< FlatParameters::layout()
};

void save_train_state(const std::filesystem::path& path, const TrainState& state);
/// Error(kInput) when the file is not such a state or belongs to a model with another `layout`.
TrainState load_train_state(const std::filesystem::path& path, const std::string& layout);

}  // namespace bplf
