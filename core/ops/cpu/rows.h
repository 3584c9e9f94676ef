// SPDX-License-Identifier: GPL-3.0-or-later
// How the CPU kernels walk images: threads take whole images (or whole channels), and sums over images
// are added up afterwards in the order of the images, so no result depends on the number of threads.
#pragma once

#include "core/ops/ops_table.h"

#include <ATen/Parallel.h>

#include <algorithm>

namespace bplf::ops {

/// Elements that are worth waking another thread for.
inline constexpr int64_t kElementsPerTask = 16384;

/// Calls body(i) for i in [0, count) on the threads of LibTorch; `cost` = elements touched by one call.
template <typename Body>
void parallel_rows(int64_t count, int64_t cost, const Body& body) {
    const int64_t grain = std::max<int64_t>(1, kElementsPerTask / std::max<int64_t>(1, cost));
    at::parallel_for(0, count, grain, [&](int64_t begin, int64_t end) {
        for (int64_t i = begin; i < end; ++i) {
            body(i);
        }
    });
}

/// The first value of `operand` for one image and channel.
template <typename T>
const T* at_row(const Operand& operand, int64_t image, int64_t channel = 0) {
    return static_cast<const T*>(operand.data) + image * operand.image_step + channel * operand.channel_step;
}

/// Σ over images of partial[image][channel][part], in the order of the images.
inline double sum_over_images(const double* partial, const Extent& extent, int64_t parts, int64_t channel,
                              int64_t part) {
    double sum = 0;
    for (int64_t image = 0; image < extent.images; ++image) {
        sum += partial[(image * extent.channels + channel) * parts + part];
    }
    return sum;
}

/// Calls run.template operator()<T>() with the element type that `precision` names.
template <typename Run>
void with_precision(Precision precision, const Run& run) {
    if (precision == Precision::kFloat32) {
        run.template operator()<float>();
    } else {
        run.template operator()<double>();
    }
}

}  // namespace bplf::ops
