// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures from seeds with a model in memory, in batches on its own device: for training and evaluation, where a
// compiled plan (sampler.h) does not pay.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <span>

#include "core/flow/model.h"

namespace bplf {

/// The pictures of the seeds, values in model range [−1, 1) as the model gives them, NaN and infinity included:
/// [seeds, C, H, W] float32 on the model's device. labels: weights per seed [seeds, labels], unused by a model without
/// labels. temperature: one per level, fine to coarse. Without gradient; does not change the model's mode.
at::Tensor draw_values(flow::Model& model, std::span<const std::uint64_t> seeds, const at::Tensor& labels,
                       std::span<const double> temperature);

/// Values to 8 bits, uint8 on the CPU (ops::quantise).
at::Tensor pixels_of_values(const flow::Model& model, const at::Tensor& values);

}  // namespace bplf
