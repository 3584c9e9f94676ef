// SPDX-License-Identifier: GPL-3.0-or-later
// Whether decode(encode(x)) gives the image back, in pixels (core/flow/README.md#memory-and-precision).
#pragma once

#include <cstdint>
#include <stop_token>
#include <vector>

#include "core/dataset/dataset_file.h"
#include "core/flow/model.h"

namespace bplf {

struct Invertibility {
    std::int64_t count = 0;
    bool exact = true;         ///< of the model: false where decode() gives the nearest image it can make
    double max_abs_error = 0;  ///< 8-bit steps, before rounding
    double mean_abs_error = 0;
    double changed_pixels = 0;  ///< share of elements that are another 8-bit value after rounding
    double log_det_error = 0;   ///< largest |ln p by encode - ln p by decode| / D, nats
};

/// Bin centres of these rows through encode and decode under their true labels, in the model's own precision, which
/// is put into eval mode. Values that are not finite count as infinite error. Error(kInput) as
/// evaluate_bits_per_dim().
Invertibility measure_invertibility(flow::Model& model, const Dataset& dataset, const std::vector<std::int64_t>& rows,
                                    std::int64_t batch_size, const std::stop_token& stop = {});

}  // namespace bplf
