// SPDX-License-Identifier: GPL-3.0-or-later
// Smoothing of curves. Causal: adding points never changes what was already smoothed.
#pragma once

#include <span>
#include <vector>

namespace bplf {

/// The weight of the paper's figure.
constexpr double kDefaultSmoothing = 0.85;

/// Debiased exponential mean, s_t = (sum_{i<=t} w^(t-i) (1-w) x_i) / (1 - w^(t+1)), one output per
/// input. NaN and infinite inputs do not take part and come out as NaN. A curve that has been
/// constant so far comes out unchanged to the last bit. `weight` 0 returns the finite input.
/// Error(kUsage) unless 0 <= weight < 1.
std::vector<double> debiased_ema(std::span<const double> values, double weight = kDefaultSmoothing);

/// The same with each point weighing as much as the stretch of x before it, so that unequal logging
/// does not distort: the weight over a gap is w^(gap/unit). With equal gaps of `unit` it equals
/// debiased_ema. `unit` 0 takes the first positive gap; a gap <= 0 counts as one unit.
/// Precondition: x and values have the same size.
std::vector<double> debiased_ema_by_distance(std::span<const double> x, std::span<const double> values,
                                             double weight = kDefaultSmoothing, double unit = 0);

}  // namespace bplf
