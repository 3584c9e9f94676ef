// SPDX-License-Identifier: GPL-3.0-or-later
// Which stream of a seed's noise each code is filled from. Torch-free.
#pragma once

#include <cstdint>
#include <vector>

#include "core/flow/config.h"

namespace bplf {

/// One Philox stream per code, fine to coarse, of a model with so many codes. Of a model without levels: 0, 1, …. Of a
/// pyramid: the base's codes have the streams that the base alone would give them, and part k above it (1 = the
/// coarsest) has 256·k, 256·k + 1, …; so one seed is one face whatever the size at which it is drawn.
std::vector<std::uint32_t> noise_streams(const flow::FlowConfig& config, std::size_t codes);

}  // namespace bplf
