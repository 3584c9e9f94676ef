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

/// What was seen since the last line of the log.
struct LogWindow {
    double loss = 0, gradient_norm = 0;  ///< sums over the steps that were made
    double seconds = 0;
    std::int64_t steps = 0, images = 0;  ///< skipped ones too
    std::int64_t losses = 0, gradients = 0;
    std::int64_t right = 0;  ///< of a classifier's answers

    /// NaN where every step was skipped.
    double mean_loss() const { return loss / static_cast<double>(losses); }
    double mean_gradient_norm() const { return gradient_norm / static_cast<double>(gradients); }
};

/// Random numbers need no state: they are keyed by (seed, step, place).
struct TrainState {
    std::int64_t step = 0;
    std::int64_t optimiser_steps = 0;
    std::int64_t skipped = 0;
    LoaderPosition position;
    double best = std::numeric_limits<double>::infinity();
    double last_validation = std::numeric_limits<double>::quiet_NaN();
    double seconds = 0;
    LogWindow window;  ///< so that the first line after resuming is of as many steps as every other
    at::Tensor online, average, first_moment, second_moment;  ///< [P] float32
    at::Tensor statistics;  ///< [B] of the online weights (running_statistics.h); undefined in states of version 0.1
    std::string layout;     ///< FlatParameters::layout()
};

void save_train_state(const std::filesystem::path& path, const TrainState& state);
/// Error(kInput) when the file is not such a state or belongs to a model with another `layout`.
TrainState load_train_state(const std::filesystem::path& path, const std::string& layout);

}  // namespace bplf
