// SPDX-License-Identifier: GPL-3.0-or-later
// CPU reference of gaussian_logp: −½ln 2π − log_sd − ½((z − mean)·exp(−log_sd))², summed per image.
#include "core/ops/cpu/cpu_table.h"
#include "core/ops/cpu/lanes.h"
#include "core/ops/cpu/rows.h"

namespace bplf::ops {
namespace {

Operand rows_from(const Operand& operand, int64_t image, int64_t channel, int64_t element_size) {
    Operand row = operand;
    row.data = static_cast<const char*>(operand.data) +
               (image * operand.image_step + channel * operand.channel_step) * element_size;
    return row;
}

template <typename T>
GaussianImage<T> image_of(const GaussianArgs& in, int64_t image, int64_t channel, int64_t count) {
    return {.z = at_row<T>(in.z, image, channel),
            .mean = rows_from(in.mean, image, channel, sizeof(T)),
            .log_sd = rows_from(in.log_sd, image, channel, sizeof(T)),
            .channels = count,
            .plane = in.extent.plane};
}

template <typename T>
void forward(const GaussianForward& args) {
    const Extent& extent = args.in.extent;
    parallel_rows(extent.images, extent.channels * extent.plane, [&](int64_t image) {
        const double log_p = lanes<T>().gaussian(image_of<T>(args.in, image, 0, extent.channels));
        static_cast<T*>(args.log_p)[image] = static_cast<T>(log_p);
    });
}

/// Channels [first, first + count) of one image.
template <typename T>
void backward_image(const GaussianBackward& args, int64_t image, int64_t first, int64_t count, bool shared) {
    const Extent& extent = args.in.extent;
    const int64_t row = image * extent.channels + first;
    const int64_t grad_start = (shared ? first : row) * extent.plane;
    const bool per_plane = args.in.mean.per_plane;
    lanes<T>().gaussian_grad({.in = image_of<T>(args.in, image, first, count),
                              .grad = static_cast<const T*>(args.grad_log_p)[image],
                              .grad_z = static_cast<T*>(args.grad_z) + row * extent.plane,
                              .grad_mean = per_plane ? static_cast<T*>(args.grad_mean) + grad_start : nullptr,
                              .grad_log_sd = per_plane ? static_cast<T*>(args.grad_log_sd) + grad_start : nullptr,
                              .sums = per_plane ? nullptr : args.scratch + row * 2,
                              .accumulate = shared && image > 0});
}

template <typename T>
void gather_per_channel(const GaussianBackward& args, bool shared) {
    const Extent& extent = args.in.extent;
    T* grad_mean = static_cast<T*>(args.grad_mean);
    T* grad_log_sd = static_cast<T*>(args.grad_log_sd);
    for (int64_t c = 0; shared && c < extent.channels; ++c) {
        grad_mean[c] = static_cast<T>(sum_over_images(args.scratch, extent, 2, c, 0));
        grad_log_sd[c] = static_cast<T>(sum_over_images(args.scratch, extent, 2, c, 1));
    }
    for (int64_t row = 0; !shared && row < extent.images * extent.channels; ++row) {
        grad_mean[row] = static_cast<T>(args.scratch[row * 2]);
        grad_log_sd[row] = static_cast<T>(args.scratch[row * 2 + 1]);
    }
}

template <typename T>
void backward(const GaussianBackward& args) {
    const Extent& extent = args.in.extent;
    const bool shared = args.in.mean.image_step == 0;
    if (shared && args.in.mean.per_plane) {
        // A thread owns a channel and adds its images one after the other.
        parallel_rows(extent.channels, extent.images * extent.plane, [&](int64_t channel) {
            for (int64_t image = 0; image < extent.images; ++image) {
                backward_image<T>(args, image, channel, 1, true);
            }
        });
        return;
    }
    parallel_rows(extent.images, extent.channels * extent.plane,
                  [&](int64_t image) { backward_image<T>(args, image, 0, extent.channels, false); });
    if (!args.in.mean.per_plane) {
        gather_per_channel<T>(args, shared);
    }
}

}  // namespace

void gaussian_logp_cpu(const GaussianForward& args) {
    with_precision(args.in.precision, [&]<typename T>() { forward<T>(args); });
}

void gaussian_logp_backward_cpu(const GaussianBackward& args) {
    with_precision(args.in.precision, [&]<typename T>() { backward<T>(args); });
}

}  // namespace bplf::ops
