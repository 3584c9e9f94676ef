// SPDX-License-Identifier: GPL-3.0-or-later
// CPU reference of dynamic_linear: out = v·e^l + m or (v + m)·e^l, l = sign·log s(raw), m = sign·mu.
#include "core/ops/cpu/cpu_table.h"
#include "core/ops/cpu/lanes.h"
#include "core/ops/cpu/rows.h"

#include <cmath>
#include <vector>

namespace bplf::ops {
namespace {

template <typename T>
CouplingConstants<T> constants_of(const DynamicLinearArgs& in, int64_t channel = 0) {
    const bool uses_ab = in.scale == ScaleKind::kTanh;
    return {uses_ab ? static_cast<const T*>(in.a) + channel : nullptr,
            uses_ab ? static_cast<const T*>(in.b) + channel : nullptr, static_cast<T>(in.clamp),
            static_cast<T>(in.sign)};
}

/// One channel's l, e^l and m, and how l follows raw and a, where raw and mu are constant over the plane.
struct ChannelMap {
    double l = 0;
    double by_raw = 0;
    double by_a = 0;
    double factor = 1;
    double shift = 0;
};

template <typename T>
ChannelMap channel_map(const DynamicLinearArgs& in, int64_t image, int64_t channel) {
    const double raw = *at_row<T>(in.raw, image, channel);
    ChannelMap map;
    map.shift = in.sign * *at_row<T>(in.mu, image, channel);
    if (in.scale == ScaleKind::kTanh) {
        const double a = static_cast<const T*>(in.a)[channel];
        map.by_a = std::tanh(raw);
        map.l = a * map.by_a + static_cast<const T*>(in.b)[channel];
        map.by_raw = a * (1 - map.by_a * map.by_a);
    } else if (in.scale == ScaleKind::kSigmoid2) {
        const double q = std::exp(-std::abs(raw + 2));
        map.l = std::min(raw + 2, 0.0) - std::log1p(q);
        map.by_raw = (raw + 2 < 0 ? 1.0 : q) / (1 + q);
    } else if (in.scale == ScaleKind::kClamp) {
        map.l = std::isnan(raw) ? raw : std::clamp(raw, -in.clamp, in.clamp);
        map.by_raw = map.l == raw ? 1 : 0;
    }
    map.l *= in.sign;
    map.factor = std::exp(map.l);
    return map;
}

template <typename T>
double forward_full(const DynamicLinearForward& args, int64_t image) {
    const DynamicLinearArgs& in = args.in;
    const Extent& extent = in.extent;
    return lanes<T>().coupling[static_cast<int>(in.scale)][in.scale_first](
        {.v = at_row<T>(in.v, image),
         .raw = at_row<T>(in.raw, image),
         .mu = at_row<T>(in.mu, image),
         .out = static_cast<T*>(args.out) + image * extent.channels * extent.plane,
         .channels = extent.channels,
         .plane = extent.plane,
         .constants = constants_of<T>(in)});
}

template <typename T>
double forward_per_channel(const DynamicLinearForward& args, int64_t image) {
    const DynamicLinearArgs& in = args.in;
    const Extent& extent = in.extent;
    std::vector<T> factor(static_cast<size_t>(extent.channels));
    std::vector<T> shift(factor.size());
    double log_det = 0;
    for (size_t c = 0; c < factor.size(); ++c) {
        const ChannelMap map = channel_map<T>(in, image, static_cast<int64_t>(c));
        factor[c] = static_cast<T>(map.factor);
        shift[c] = static_cast<T>(map.shift);
        log_det += map.l * static_cast<double>(extent.plane);
    }
    lanes<T>().affine({.v = at_row<T>(in.v, image),
                       .factor = factor.data(),
                       .shift = shift.data(),
                       .out = static_cast<T*>(args.out) + image * extent.channels * extent.plane,
                       .scale_first = in.scale_first,
                       .channels = extent.channels,
                       .plane = extent.plane});
    return log_det;
}

template <typename T>
void forward(const DynamicLinearForward& args) {
    const Extent& extent = args.in.extent;
    parallel_rows(extent.images, extent.channels * extent.plane, [&](int64_t image) {
        const double log_det =
            args.in.raw.per_plane ? forward_full<T>(args, image) : forward_per_channel<T>(args, image);
        static_cast<T*>(args.log_det)[image] = static_cast<T>(log_det);
    });
}

/// Channels [first, first + count) of one image; raw and mu have their own values for each pixel.
template <typename T>
void backward_full(const DynamicLinearBackward& args, int64_t image, int64_t first, int64_t count, bool shared,
                   double* sums) {
    const DynamicLinearArgs& in = args.in;
    const Extent& extent = in.extent;
    const int64_t start = (image * extent.channels + first) * extent.plane;
    const int64_t grad_start = (shared ? 0 : image * 2 * extent.channels * extent.plane) + first * extent.plane;
    lanes<T>().coupling_grad[static_cast<int>(in.scale)][in.scale_first](
        {.v = at_row<T>(in.v, image, first),
         .raw = at_row<T>(in.raw, image, first),
         .mu = at_row<T>(in.mu, image, first),
         .grad_out = static_cast<const T*>(args.grad_out) + start,
         .grad_log_det = static_cast<const T*>(args.grad_log_det)[image],
         .grad_v = static_cast<T*>(args.grad_v) + start,
         .grad_raw = static_cast<T*>(args.grad_raw) + grad_start,
         .grad_mu = static_cast<T*>(args.grad_mu) + grad_start,
         .sums = sums,
         .accumulate = shared && image > 0,
         .channels = count,
         .plane = extent.plane,
         .constants = constants_of<T>(in, first)});
}

/// Leaves ∂raw, ∂mu, ∂a, ∂b of one image in scratch[image][channel][4].
template <typename T>
void backward_per_channel(const DynamicLinearBackward& args, int64_t image) {
    const DynamicLinearArgs& in = args.in;
    const Extent& extent = in.extent;
    std::vector<T> factor(static_cast<size_t>(extent.channels));
    std::vector<T> shift(factor.size());
    std::vector<ChannelMap> maps(factor.size());
    std::vector<double> sums(2 * factor.size());
    for (size_t c = 0; c < factor.size(); ++c) {
        maps[c] = channel_map<T>(in, image, static_cast<int64_t>(c));
        factor[c] = static_cast<T>(maps[c].factor);
        shift[c] = static_cast<T>(maps[c].shift);
    }
    const int64_t start = image * extent.channels * extent.plane;
    lanes<T>().affine_grad({.v = at_row<T>(in.v, image),
                            .factor = factor.data(),
                            .shift = shift.data(),
                            .grad_out = static_cast<const T*>(args.grad_out) + start,
                            .grad_v = static_cast<T*>(args.grad_v) + start,
                            .sums = sums.data(),
                            .scale_first = in.scale_first,
                            .channels = extent.channels,
                            .plane = extent.plane});
    const double from_log_det =
        static_cast<double>(extent.plane) * static_cast<double>(static_cast<const T*>(args.grad_log_det)[image]);
    double* partial = args.scratch + image * extent.channels * 4;
    for (size_t c = 0; c < maps.size(); ++c, partial += 4) {
        const double by_log_scale = in.sign * (sums[2 * c + 1] * maps[c].factor + from_log_det);
        partial[0] = by_log_scale * maps[c].by_raw;
        partial[1] = in.sign * sums[2 * c] * (in.scale_first ? 1.0 : maps[c].factor);
        partial[2] = by_log_scale * maps[c].by_a;
        partial[3] = by_log_scale;
    }
}

template <typename T>
void gather_ab(const DynamicLinearBackward& args, int64_t parts, int64_t first_part, const Extent& partials) {
    for (int64_t c = 0; args.in.scale == ScaleKind::kTanh && c < partials.channels; ++c) {
        static_cast<T*>(args.grad_a)[c] = static_cast<T>(sum_over_images(args.scratch, partials, parts, c, first_part));
        static_cast<T*>(args.grad_b)[c] =
            static_cast<T>(sum_over_images(args.scratch, partials, parts, c, first_part + 1));
    }
}

template <typename T>
void gather_per_channel(const DynamicLinearBackward& args) {
    const Extent& extent = args.in.extent;
    const bool shared = args.in.raw.image_step == 0;
    for (int64_t c = 0; shared && c < extent.channels; ++c) {
        static_cast<T*>(args.grad_raw)[c] = static_cast<T>(sum_over_images(args.scratch, extent, 4, c, 0));
        static_cast<T*>(args.grad_mu)[c] = static_cast<T>(sum_over_images(args.scratch, extent, 4, c, 1));
    }
    for (int64_t row = 0; !shared && row < extent.images * extent.channels; ++row) {
        const int64_t at = row + row / extent.channels * extent.channels;
        static_cast<T*>(args.grad_raw)[at] = static_cast<T>(args.scratch[row * 4]);
        static_cast<T*>(args.grad_mu)[at] = static_cast<T>(args.scratch[row * 4 + 1]);
    }
}

template <typename T>
void backward(const DynamicLinearBackward& args) {
    const Extent& extent = args.in.extent;
    const int64_t image_size = extent.channels * extent.plane;
    if (!args.in.raw.per_plane) {
        parallel_rows(extent.images, image_size, [&](int64_t image) { backward_per_channel<T>(args, image); });
        gather_per_channel<T>(args);
        gather_ab<T>(args, 4, 2, extent);
    } else if (args.in.raw.image_step == 0) {
        // A thread owns a channel and adds its images one after the other.
        parallel_rows(extent.channels, extent.images * extent.plane, [&](int64_t channel) {
            for (int64_t image = 0; image < extent.images; ++image) {
                backward_full<T>(args, image, channel, 1, true, args.scratch + 2 * channel);
            }
        });
        gather_ab<T>(args, 2, 0, {.images = 1, .channels = extent.channels, .plane = extent.plane});
    } else {
        parallel_rows(extent.images, image_size, [&](int64_t image) {
            backward_full<T>(args, image, 0, extent.channels, false, args.scratch + image * extent.channels * 2);
        });
        gather_ab<T>(args, 2, 0, extent);
    }
}

}  // namespace

void dynamic_linear_cpu(const DynamicLinearForward& args) {
    with_precision(args.in.precision, [&]<typename T>() { forward<T>(args); });
}

void dynamic_linear_backward_cpu(const DynamicLinearBackward& args) {
    with_precision(args.in.precision, [&]<typename T>() { backward<T>(args); });
}

}  // namespace bplf::ops
