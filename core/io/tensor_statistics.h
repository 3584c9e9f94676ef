// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers that tell of a stored tensor, without LibTorch.
#pragma once

#include <cstdint>
#include <vector>

#include "core/io/safetensors.h"

namespace bplf {

struct TensorStatistics {
    std::int64_t count = 0;
    bool finite = true;                         ///< no value is NaN or infinite
    double min = 0, max = 0, mean = 0, sd = 0;  ///< sd of n − 1; 0 for fewer than two values; NaN where a value is
};

/// How the finite elements lie between the smallest and the largest: equal steps, the last one closed. All are in the
/// first where they are one number; without any, low and high are 0.
struct TensorHistogram {
    double low = 0, high = 0;
    std::vector<std::int64_t> counts;
    std::int64_t not_finite = 0;  ///< elements that are NaN or infinite, in no step
};

/// All elements as float64, whatever their type.
std::vector<double> values_of(const TensorView& tensor);
/// The same, summed up.
TensorHistogram histogram_of(const TensorView& tensor, int bins);
TensorStatistics statistics_of(const TensorView& tensor);

}  // namespace bplf
