// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers that tell of a stored tensor, without LibTorch.
#pragma once

#include <cstdint>

#include "core/io/safetensors.h"

namespace bplf {

struct TensorStatistics {
    std::int64_t count = 0;
    bool finite = true;                         ///< no value is NaN or infinite
    double min = 0, max = 0, mean = 0, sd = 0;  ///< sd of n − 1; 0 for fewer than two values; NaN where a value is
};

/// All elements as float64, whatever their type.
TensorStatistics statistics_of(const TensorView& tensor);

}  // namespace bplf
