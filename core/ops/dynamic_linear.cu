// SPDX-License-Identifier: GPL-3.0-or-later
// CUDA twin of dynamic_linear_cpu.cpp.
#include "core/ops/cuda/cuda_table.h"
#include "core/ops/cuda/launch.h"

#include <math.h>

namespace bplf::ops {
namespace {

/// The arguments with their element type.
template <typename T>
struct Coupling {
    Extent extent;
    bool scale_first;
    T sign;
    T clamp;
    Rows<T> v;
    Rows<T> raw;
    Rows<T> mu;
    const T* a;
    const T* b;
};

template <typename T>
Coupling<T> coupling_of(const DynamicLinearArgs& in) {
    return {in.extent,
            in.scale_first,
            static_cast<T>(in.sign),
            static_cast<T>(in.clamp),
            rows_of<T>(in.v),
            rows_of<T>(in.raw),
            rows_of<T>(in.mu),
            static_cast<const T*>(in.a),
            static_cast<const T*>(in.b)};
}

template <typename T>
struct LogScale {
    T value;
    T by_raw;
    T by_a;
};

template <ScaleKind kind, typename T>
__device__ LogScale<T> log_scale(const Coupling<T>& in, T raw, int64_t channel) {
    if constexpr (kind == ScaleKind::kTanh) {
        const T t = tanh(raw);
        const T a = in.a[channel];
        return {a * t + in.b[channel], a * (T(1) - t * t), t};
    } else if constexpr (kind == ScaleKind::kSigmoid2) {
        const T u = raw + T(2);
        const T q = exp(u < T(0) ? u : -u);
        return {(u < T(0) ? u : T(0)) - log1p(q), (u < T(0) ? T(1) : q) / (T(1) + q), T(0)};
    } else if constexpr (kind == ScaleKind::kClamp) {
        // Comparisons, not fmin and fmax, which would hide a NaN.
        const T low = raw < -in.clamp ? -in.clamp : raw;
        const T value = low > in.clamp ? in.clamp : low;
        return {value, value == raw ? T(1) : T(0), T(0)};
    } else {
        return {T(0), T(0), T(0)};
    }
}

/// Grid (splits, images): each block maps a part of an image and leaves its Σ l.
template <typename T, ScaleKind kind>
__global__ void forward_kernel(Coupling<T> in, T* out, double* partial) {
    const int64_t size = in.extent.channels * in.extent.plane;
    const int64_t stride = static_cast<int64_t>(gridDim.x) * blockDim.x;
    for (int64_t image = blockIdx.y; image < in.extent.images; image += gridDim.y) {
        double sum = 0;
        for (int64_t i = blockIdx.x * static_cast<int64_t>(blockDim.x) + threadIdx.x; i < size; i += stride) {
            const int64_t channel = i / in.extent.plane;
            const int64_t pixel = i - channel * in.extent.plane;
            const T raw = in.raw.at(image, channel, pixel);
            const T l = in.sign * log_scale<kind>(in, raw, channel).value;
            const T e = exp(l);
            const T m = in.sign * in.mu.at(image, channel, pixel);
            const T v = in.v.at(image, channel, pixel);
            out[image * size + i] = in.scale_first ? v * e + m : (v + m) * e;
            sum += static_cast<double>(l);
        }
        sum = block_sum(sum);
        if (threadIdx.x == 0) {
            partial[image * gridDim.x + blockIdx.x] = sum;
        }
    }
}

template <typename T>
struct ElementGrad {
    T by_v;
    T by_raw;
    T by_mu;
    T by_a;
    T by_b;
};

template <ScaleKind kind, typename T>
__device__ ElementGrad<T> element_grad(const Coupling<T>& in, T grad_out, T grad_log_det, int64_t image,
                                       int64_t channel, int64_t pixel) {
    const LogScale<T> s = log_scale<kind>(in, in.raw.at(image, channel, pixel), channel);
    const T through = grad_out * exp(in.sign * s.value);
    const T v = in.v.at(image, channel, pixel);
    const T base = in.scale_first ? v : v + in.sign * in.mu.at(image, channel, pixel);
    const T by_log_scale = in.sign * (through * base + grad_log_det);
    return {through, by_log_scale * s.by_raw, in.sign * (in.scale_first ? grad_out : through), by_log_scale * s.by_a,
            by_log_scale};
}

template <typename T>
struct Outputs {
    const T* grad_out;
    const T* grad_log_det;
    T* grad_v;
    T* grad_raw;
    T* grad_mu;
    T* grad_a;
    T* grad_b;
    double* partial;  ///< [rows][channels][4]: raw, mu, a, b
};

__device__ inline void leave_sums(double* partial, double raw, double mu, double a, double b) {
    raw = block_sum(raw);
    mu = block_sum(mu);
    a = block_sum(a);
    b = block_sum(b);
    if (threadIdx.x == 0) {
        partial[0] = raw;
        partial[1] = mu;
        partial[2] = a;
        partial[3] = b;
    }
}

/// One block per (image, channel) row; for parameters that images do not share, or that pixels do.
template <typename T, ScaleKind kind>
__global__ void backward_row_kernel(Coupling<T> in, Outputs<T> out) {
    const Extent extent = in.extent;
    for (int64_t row = blockIdx.x; row < extent.images * extent.channels; row += gridDim.x) {
        const int64_t image = row / extent.channels;
        const int64_t channel = row - image * extent.channels;
        const int64_t grad_start = (row + image * extent.channels) * extent.plane;
        double raw = 0;
        double mu = 0;
        double a = 0;
        double b = 0;
        for (int64_t pixel = threadIdx.x; pixel < extent.plane; pixel += blockDim.x) {
            const int64_t at = row * extent.plane + pixel;
            const ElementGrad<T> grad =
                element_grad<kind>(in, out.grad_out[at], out.grad_log_det[image], image, channel, pixel);
            out.grad_v[at] = grad.by_v;
            if (in.raw.pixel_step != 0) {
                out.grad_raw[grad_start + pixel] = grad.by_raw;
                out.grad_mu[grad_start + pixel] = grad.by_mu;
            }
            raw += static_cast<double>(grad.by_raw);
            mu += static_cast<double>(grad.by_mu);
            a += static_cast<double>(grad.by_a);
            b += static_cast<double>(grad.by_b);
        }
        leave_sums(out.partial + row * 4, raw, mu, a, b);
    }
}

/// Grid (plane splits, channels): each thread owns a pixel and adds its images in order, for maps that
/// all images share.
template <typename T, ScaleKind kind>
__global__ void backward_shared_kernel(Coupling<T> in, Outputs<T> out) {
    const Extent extent = in.extent;
    const int64_t pixel = blockIdx.x * static_cast<int64_t>(blockDim.x) + threadIdx.x;
    for (int64_t channel = blockIdx.y; channel < extent.channels; channel += gridDim.y) {
        T raw = 0;
        T mu = 0;
        double a = 0;
        double b = 0;
        for (int64_t image = 0; pixel < extent.plane && image < extent.images; ++image) {
            const int64_t at = (image * extent.channels + channel) * extent.plane + pixel;
            const ElementGrad<T> grad =
                element_grad<kind>(in, out.grad_out[at], out.grad_log_det[image], image, channel, pixel);
            out.grad_v[at] = grad.by_v;
            raw += grad.by_raw;
            mu += grad.by_mu;
            a += static_cast<double>(grad.by_a);
            b += static_cast<double>(grad.by_b);
        }
        if (pixel < extent.plane) {
            out.grad_raw[channel * extent.plane + pixel] = raw;
            out.grad_mu[channel * extent.plane + pixel] = mu;
        }
        leave_sums(out.partial + (blockIdx.x * extent.channels + channel) * 4, 0, 0, a, b);
    }
}

/// One thread per channel: ∂a and ∂b over all rows.
template <typename T>
__global__ void finish_ab_kernel(Outputs<T> out, int64_t rows, int64_t channels) {
    const int64_t channel = blockIdx.x * static_cast<int64_t>(blockDim.x) + threadIdx.x;
    if (channel < channels) {
        out.grad_a[channel] = static_cast<T>(row_sum(out.partial, rows, channels, 4, channel, 2));
        out.grad_b[channel] = static_cast<T>(row_sum(out.partial, rows, channels, 4, channel, 3));
    }
}

/// One thread per value of raw: ∂raw and ∂mu where pixels share it; `rows` sums for each.
template <typename T>
__global__ void finish_params_kernel(Outputs<T> out, int64_t sets, int64_t rows, int64_t channels) {
    const int64_t index = blockIdx.x * static_cast<int64_t>(blockDim.x) + threadIdx.x;
    if (index >= sets * channels) {
        return;
    }
    const int64_t set = index / channels;
    const int64_t channel = index - set * channels;
    const double* partial = out.partial + set * channels * 4;
    const int64_t at = index + set * channels;
    out.grad_raw[at] = static_cast<T>(row_sum(partial, rows, channels, 4, channel, 0));
    out.grad_mu[at] = static_cast<T>(row_sum(partial, rows, channels, 4, channel, 1));
}

template <typename T, ScaleKind kind>
void launch_forward(const DynamicLinearForward& args, cudaStream_t stream) {
    const Extent& extent = args.in.extent;
    const int64_t splits = image_splits(extent);
    const dim3 grid(static_cast<unsigned>(splits), grid_side(extent.images));
    forward_kernel<T, kind>
        <<<grid, kBlock, 0, stream>>>(coupling_of<T>(args.in), static_cast<T*>(args.out), args.scratch);
    BPLF_CHECK_LAUNCH();
    finish_image_sums<T><<<blocks_for(extent.images), kBlock, 0, stream>>>(args.scratch, extent.images, splits, 0.0,
                                                                           static_cast<T*>(args.log_det));
    BPLF_CHECK_LAUNCH();
}

template <typename T>
Outputs<T> outputs_of(const DynamicLinearBackward& args) {
    return {static_cast<const T*>(args.grad_out), static_cast<const T*>(args.grad_log_det),
            static_cast<T*>(args.grad_v),         static_cast<T*>(args.grad_raw),
            static_cast<T*>(args.grad_mu),        static_cast<T*>(args.grad_a),
            static_cast<T*>(args.grad_b),         args.scratch};
}

template <typename T, ScaleKind kind>
void launch_backward(const DynamicLinearBackward& args, cudaStream_t stream) {
    const Extent& extent = args.in.extent;
    const bool shared = args.in.raw.image_step == 0;
    const bool per_plane = args.in.raw.per_plane;
    const Outputs<T> out = outputs_of<T>(args);
    int64_t rows = extent.images;
    if (shared && per_plane) {
        rows = plane_splits(extent);
        const dim3 grid(static_cast<unsigned>(rows), grid_side(extent.channels));
        backward_shared_kernel<T, kind><<<grid, kBlock, 0, stream>>>(coupling_of<T>(args.in), out);
    } else {
        const auto blocks = static_cast<unsigned>(extent.images * extent.channels);
        backward_row_kernel<T, kind><<<blocks, row_threads(extent.plane), 0, stream>>>(coupling_of<T>(args.in), out);
    }
    BPLF_CHECK_LAUNCH();
    if (!per_plane) {
        const int64_t sets = shared ? 1 : extent.images;
        finish_params_kernel<T><<<blocks_for(sets * extent.channels), kBlock, 0, stream>>>(
            out, sets, extent.images / sets, extent.channels);
        BPLF_CHECK_LAUNCH();
    }
    if (kind == ScaleKind::kTanh) {
        finish_ab_kernel<T><<<blocks_for(extent.channels), kBlock, 0, stream>>>(out, rows, extent.channels);
        BPLF_CHECK_LAUNCH();
    }
}

/// Calls run(std::integral_constant-like tag) for the kind that is known only now.
template <ScaleKind kind>
struct KindTag {
    static constexpr ScaleKind value = kind;
};

template <typename Run>
void with_kind(ScaleKind kind, const Run& run) {
    switch (kind) {
        case ScaleKind::kNone:
            return run(KindTag<ScaleKind::kNone>());
        case ScaleKind::kTanh:
            return run(KindTag<ScaleKind::kTanh>());
        case ScaleKind::kSigmoid2:
            return run(KindTag<ScaleKind::kSigmoid2>());
        case ScaleKind::kClamp:
            return run(KindTag<ScaleKind::kClamp>());
    }
}

}  // namespace

void dynamic_linear_cuda(const DynamicLinearForward& args, cudaStream_t stream) {
    with_cuda_precision(args.in.precision, [&](auto type) {
        with_kind(args.in.scale,
                  [&](auto kind) { launch_forward<decltype(type), decltype(kind)::value>(args, stream); });
    });
}

void dynamic_linear_backward_cuda(const DynamicLinearBackward& args, cudaStream_t stream) {
    with_cuda_precision(args.in.precision, [&](auto type) {
        with_kind(args.in.scale,
                  [&](auto kind) { launch_backward<decltype(type), decltype(kind)::value>(args, stream); });
    });
}

}  // namespace bplf::ops
