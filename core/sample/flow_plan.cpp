// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sample/flow_plan.h"

#include <cmath>
#include <numbers>

namespace bplf {

double FlowPlan::bits_per_dim(double log_likelihood) const {
    const double dimensions = static_cast<double>(config().dimensions());
    const double half_bins = std::ldexp(1.0, config().n_bits - 1);
    return (-log_likelihood / dimensions + std::log(half_bins)) / std::numbers::ln2;
}

}  // namespace bplf
