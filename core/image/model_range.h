// SPDX-License-Identifier: GPL-3.0-or-later
// The scale on which models see pixels (core/flow/README.md#bits-per-dimension).
#pragma once

namespace bplf {

/// Grey steps in one unit of a model's range: a step of 8-bit pixels is 2/256 of [−1, 1).
inline constexpr double kGreySteps = 128;

}  // namespace bplf
