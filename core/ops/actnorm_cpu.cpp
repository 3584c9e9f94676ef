// SPDX-License-Identifier: GPL-3.0-or-later
// CPU reference of actnorm: out = (v + bias)·exp(log_scale) per channel, and its inverse.
#include "core/ops/cpu/cpu_table.h"
#include "core/ops/cpu/lanes.h"
#include "core/ops/cpu/rows.h"

#include <cmath>
#include <vector>

namespace bplf::ops {
namespace {

template <typename T>
struct Affine {
    std::vector<T> factor;
    std::vector<T> shift;
};

template <typename T>
Affine<T> affine_of(const ActnormArgs& in) {
    Affine<T> affine;
    for (int64_t c = 0; c < in.extent.channels; ++c) {
        const double l = in.sign * static_cast<const T*>(in.log_scale)[c];
        affine.factor.push_back(static_cast<T>(std::exp(l)));
        affine.shift.push_back(static_cast<T>(in.sign * static_cast<const T*>(in.bias)[c]));
    }
    return affine;
}

template <typename T>
void forward(const ActnormForward& args) {
    const Extent& extent = args.in.extent;
    const int64_t image_size = extent.channels * extent.plane;
    const Affine<T> affine = affine_of<T>(args.in);
    parallel_rows(extent.images, image_size, [&](int64_t image) {
        lanes<T>().affine({.v = at_row<T>(args.in.v, image),
                           .factor = affine.factor.data(),
                           .shift = affine.shift.data(),
                           .out = static_cast<T*>(args.out) + image * image_size,
                           .scale_first = args.in.scale_first,
                           .channels = extent.channels,
                           .plane = extent.plane});
    });
}

template <typename T>
void backward(const ActnormBackward& args) {
    const Extent& extent = args.in.extent;
    const int64_t image_size = extent.channels * extent.plane;
    const Affine<T> affine = affine_of<T>(args.in);
    parallel_rows(extent.images, image_size, [&](int64_t image) {
        lanes<T>().affine_grad({.v = at_row<T>(args.in.v, image),
                                .factor = affine.factor.data(),
                                .shift = affine.shift.data(),
                                .grad_out = static_cast<const T*>(args.grad_out) + image * image_size,
                                .grad_v = static_cast<T*>(args.grad_v) + image * image_size,
                                .sums = args.scratch + image * extent.channels * 2,
                                .scale_first = args.in.scale_first,
                                .channels = extent.channels,
                                .plane = extent.plane});
    });
    for (int64_t c = 0; c < extent.channels; ++c) {
        const double factor = affine.factor[static_cast<size_t>(c)];
        const double sum = sum_over_images(args.scratch, extent, 2, c, 0);
        const double product = sum_over_images(args.scratch, extent, 2, c, 1);
        static_cast<T*>(args.grad_bias)[c] = static_cast<T>(args.in.sign * sum * (args.in.scale_first ? 1.0 : factor));
        static_cast<T*>(args.grad_log_scale)[c] = static_cast<T>(args.in.sign * product * factor);
    }
}

}  // namespace

void actnorm_cpu(const ActnormForward& args) {
    with_precision(args.in.precision, [&]<typename T>() { forward<T>(args); });
}

void actnorm_backward_cpu(const ActnormBackward& args) {
    with_precision(args.in.precision, [&]<typename T>() { backward<T>(args); });
}

}  // namespace bplf::ops
