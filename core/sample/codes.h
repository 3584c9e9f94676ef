// SPDX-License-Identifier: GPL-3.0-or-later
// From seeds to codes: noise made on the CPU by Philox, keyed by (cell seed, stream of the level), so that a face does
// not depend on batch, grid or device (core/sample/README.md#noise).
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <span>
#include <vector>

#include "core/flow/multi_scale.h"

namespace bplf {

/// eps ~ N(0, 1) for each seed, fine to coarse, each [seeds, C_i, H_i, W_i] float32 on the CPU, times temperature[i].
/// The streams are those of noise_streams(config).
std::vector<at::Tensor> codes_from_seeds(std::span<const std::uint64_t> seeds, const flow::FlowConfig& config,
                                         const std::vector<flow::CodeShape>& shapes,
                                         std::span<const double> temperature);

}  // namespace bplf
