// SPDX-License-Identifier: GPL-3.0-or-later
// The density that plans add up, element by element.
#pragma once

#include <cmath>
#include <numbers>

namespace bplf {

/// ln N(z; μ, σ²) of z = μ + σ · eps, with log_sd = ln σ.
inline double log_normal(float eps, float log_sd) {
    return -0.5 * (static_cast<double>(eps) * eps + std::log(2 * std::numbers::pi)) - log_sd;
}

}  // namespace bplf
