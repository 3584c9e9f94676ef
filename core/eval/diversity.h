// SPDX-License-Identifier: GPL-3.0-or-later
// How different the images under one label are from each other.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <span>

namespace bplf {

struct Diversity {
    double feature_distance = 0;  ///< mean Euclidean distance of the features of two images with one label
    double pixel_distance = 0;    ///< mean root mean square difference of their pixels, 8-bit steps
    std::int64_t pairs = 0;
};

/// Means over all pairs of different images that share a label; NaN where there is none. features: [N, F];
/// pixels: uint8 [N, C, H, W]; labels: N of them, or none when all images count as one label.
Diversity diversity(const at::Tensor& features, const at::Tensor& pixels, std::span<const std::int64_t> labels);

}  // namespace bplf
