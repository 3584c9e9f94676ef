// SPDX-License-Identifier: GPL-3.0-or-later
// What coders that never saw a face need for the same images: a yardstick for bits/dim, also of truncated images
// (core/flow/README.md#svd-truncation).
#pragma once

#include <cstdint>
#include <vector>

#include "core/dataset/dataset_file.h"

namespace bplf {

struct TrivialCoder {
    double png = 0;        ///< bits/dim of each image's own PNG, only its compressed data (IDAT) counted
    double predictor = 0;  ///< bits/dim of the median edge predictor (JPEG-LS) and one adaptive order-0 model
};

/// Mean over these rows, one or more. The predictor's model learns from the images before; its code needs no table.
/// NaN without rows.
TrivialCoder trivial_coder(const Dataset& dataset, const std::vector<std::int64_t>& rows);

/// Bits of an image's PNG without signature, header and checksums.
double png_data_bits(const Image& image);

}  // namespace bplf
