// SPDX-License-Identifier: GPL-3.0-or-later
// Paths between codes (core/sample/README.md#paths-between-codes).
#pragma once

#include <span>
#include <vector>

namespace bplf {

/// [sin((1−t)θ) a + sin(tθ) b] / sin θ with θ the angle between a and b; linear when sin θ < 1e-4. Exact at t = 0
/// and 1. Precondition: equal sizes.
std::vector<float> slerp(std::span<const float> a, std::span<const float> b, double t);
/// (1 − t) a + t b; exact at t = 0 and 1.
std::vector<float> lerp(std::span<const float> a, std::span<const float> b, double t);

}  // namespace bplf
