// SPDX-License-Identifier: GPL-3.0-or-later
// CUDA twin of gaussian_logp_cpu.cpp.
#include "core/ops/cuda/cuda_table.h"
#include "core/ops/cuda/launch.h"

#include <math.h>

namespace bplf::ops {
namespace {

constexpr double kHalfLogTwoPi = 0.91893853320467274178;

template <typename T>
struct Gaussian {
    Extent extent;
    Rows<T> z;
    Rows<T> mean;
    Rows<T> log_sd;
};

template <typename T>
Gaussian<T> gaussian_of(const GaussianArgs& in) {
    return {in.extent, rows_of<T>(in.z), rows_of<T>(in.mean), rows_of<T>(in.log_sd)};
}

/// Grid (splits, images): each block leaves its share of the sum, without the constant.
template <typename T>
__global__ void forward_kernel(Gaussian<T> in, double* partial) {
    const int64_t size = in.extent.channels * in.extent.plane;
    const int64_t stride = static_cast<int64_t>(gridDim.x) * blockDim.x;
    for (int64_t image = blockIdx.y; image < in.extent.images; image += gridDim.y) {
        double sum = 0;
        for (int64_t i = blockIdx.x * static_cast<int64_t>(blockDim.x) + threadIdx.x; i < size; i += stride) {
            const int64_t channel = i / in.extent.plane;
            const int64_t pixel = i - channel * in.extent.plane;
            const T log_sd = in.log_sd.at(image, channel, pixel);
            const T d = (in.z.at(image, channel, pixel) - in.mean.at(image, channel, pixel)) * exp(-log_sd);
            sum -= static_cast<double>(log_sd + T(0.5) * d * d);
        }
        sum = block_sum(sum);
        if (threadIdx.x == 0) {
            partial[image * gridDim.x + blockIdx.x] = sum;
        }
    }
}

template <typename T>
struct Outputs {
    const T* grad_log_p;
    T* grad_z;
    T* grad_mean;
    T* grad_log_sd;
    double* partial;  ///< [images][channels][2]: mean, log_sd
};

template <typename T>
struct ElementGrad {
    T by_mean;
    T by_log_sd;
};

template <typename T>
__device__ ElementGrad<T> element_grad(const Gaussian<T>& in, T grad, int64_t image, int64_t channel, int64_t pixel) {
    const T inverse_sd = exp(-in.log_sd.at(image, channel, pixel));
    const T d = (in.z.at(image, channel, pixel) - in.mean.at(image, channel, pixel)) * inverse_sd;
    return {grad * d * inverse_sd, grad * (d * d - T(1))};
}

/// One block per (image, channel) row; for parameters that images do not share, or that pixels do.
template <typename T>
__global__ void backward_row_kernel(Gaussian<T> in, Outputs<T> out) {
    const Extent extent = in.extent;
    for (int64_t row = blockIdx.x; row < extent.images * extent.channels; row += gridDim.x) {
        const int64_t image = row / extent.channels;
        const int64_t channel = row - image * extent.channels;
        double mean = 0;
        double log_sd = 0;
        for (int64_t pixel = threadIdx.x; pixel < extent.plane; pixel += blockDim.x) {
            const int64_t at = row * extent.plane + pixel;
            const ElementGrad<T> grad = element_grad(in, out.grad_log_p[image], image, channel, pixel);
            out.grad_z[at] = -grad.by_mean;
            if (in.mean.pixel_step != 0) {
                out.grad_mean[at] = grad.by_mean;
                out.grad_log_sd[at] = grad.by_log_sd;
            }
            mean += static_cast<double>(grad.by_mean);
            log_sd += static_cast<double>(grad.by_log_sd);
        }
        mean = block_sum(mean);
        log_sd = block_sum(log_sd);
        if (threadIdx.x == 0) {
            out.partial[row * 2] = mean;
            out.partial[row * 2 + 1] = log_sd;
        }
    }
}

/// One thread per (channel, pixel) adds its images in order, for maps that all images share.
template <typename T>
__global__ void backward_shared_kernel(Gaussian<T> in, Outputs<T> out) {
    const Extent extent = in.extent;
    const int64_t size = extent.channels * extent.plane;
    const int64_t i = blockIdx.x * static_cast<int64_t>(blockDim.x) + threadIdx.x;
    if (i >= size) {
        return;
    }
    const int64_t channel = i / extent.plane;
    const int64_t pixel = i - channel * extent.plane;
    T mean = 0;
    T log_sd = 0;
    for (int64_t image = 0; image < extent.images; ++image) {
        const ElementGrad<T> grad = element_grad(in, out.grad_log_p[image], image, channel, pixel);
        out.grad_z[image * size + i] = -grad.by_mean;
        mean += grad.by_mean;
        log_sd += grad.by_log_sd;
    }
    out.grad_mean[i] = mean;
    out.grad_log_sd[i] = log_sd;
}

/// One thread per value of mean where pixels share it; `rows` sums for each.
template <typename T>
__global__ void finish_kernel(Outputs<T> out, int64_t sets, int64_t rows, int64_t channels) {
    const int64_t index = blockIdx.x * static_cast<int64_t>(blockDim.x) + threadIdx.x;
    if (index >= sets * channels) {
        return;
    }
    const int64_t set = index / channels;
    const int64_t channel = index - set * channels;
    const double* partial = out.partial + set * channels * 2;
    out.grad_mean[index] = static_cast<T>(row_sum(partial, rows, channels, 2, channel, 0));
    out.grad_log_sd[index] = static_cast<T>(row_sum(partial, rows, channels, 2, channel, 1));
}

template <typename T>
void launch_forward(const GaussianForward& args, cudaStream_t stream) {
    const Extent& extent = args.in.extent;
    const int64_t splits = image_splits(extent);
    const dim3 grid(static_cast<unsigned>(splits), grid_side(extent.images));
    forward_kernel<T><<<grid, kBlock, 0, stream>>>(gaussian_of<T>(args.in), args.scratch);
    BPLF_CHECK_LAUNCH();
    const double constant = -kHalfLogTwoPi * static_cast<double>(extent.channels * extent.plane);
    finish_image_sums<T><<<blocks_for(extent.images), kBlock, 0, stream>>>(args.scratch, extent.images, splits,
                                                                           constant, static_cast<T*>(args.log_p));
    BPLF_CHECK_LAUNCH();
}

template <typename T>
void launch_backward(const GaussianBackward& args, cudaStream_t stream) {
    const Extent& extent = args.in.extent;
    const Gaussian<T> in = gaussian_of<T>(args.in);
    const Outputs<T> out{static_cast<const T*>(args.grad_log_p), static_cast<T*>(args.grad_z),
                         static_cast<T*>(args.grad_mean), static_cast<T*>(args.grad_log_sd), args.scratch};
    const bool shared = args.in.mean.image_step == 0;
    if (shared && args.in.mean.per_plane) {
        const unsigned blocks = blocks_for(extent.channels * extent.plane);
        backward_shared_kernel<T><<<blocks, kBlock, 0, stream>>>(in, out);
        BPLF_CHECK_LAUNCH();
        return;
    }
    const auto blocks = static_cast<unsigned>(extent.images * extent.channels);
    backward_row_kernel<T><<<blocks, row_threads(extent.plane), 0, stream>>>(in, out);
    BPLF_CHECK_LAUNCH();
    if (!args.in.mean.per_plane) {
        const int64_t sets = shared ? 1 : extent.images;
        finish_kernel<T><<<blocks_for(sets * extent.channels), kBlock, 0, stream>>>(out, sets, extent.images / sets,
                                                                                    extent.channels);
        BPLF_CHECK_LAUNCH();
    }
}

}  // namespace

void gaussian_logp_cuda(const GaussianForward& args, cudaStream_t stream) {
    with_cuda_precision(args.in.precision, [&](auto type) { launch_forward<decltype(type)>(args, stream); });
}

void gaussian_logp_backward_cuda(const GaussianBackward& args, cudaStream_t stream) {
    with_cuda_precision(args.in.precision, [&](auto type) { launch_backward<decltype(type)>(args, stream); });
}

}  // namespace bplf::ops
