// SPDX-License-Identifier: GPL-3.0-or-later
// CUDA twin of actnorm_cpu.cpp.
#include "core/ops/cuda/cuda_table.h"
#include "core/ops/cuda/launch.h"

#include <math.h>

namespace bplf::ops {
namespace {

template <typename T>
struct Affine {
    Extent extent;
    bool scale_first;
    T sign;
    Rows<T> v;
    const T* bias;
    const T* log_scale;

    __device__ T factor(int64_t channel) const { return exp(sign * log_scale[channel]); }
    __device__ T shift(int64_t channel) const { return sign * bias[channel]; }
};

template <typename T>
Affine<T> affine_of(const ActnormArgs& in) {
    return {in.extent,
            in.scale_first,
            static_cast<T>(in.sign),
            rows_of<T>(in.v),
            static_cast<const T*>(in.bias),
            static_cast<const T*>(in.log_scale)};
}

/// One block per (image, channel) row.
template <typename T>
__global__ void forward_kernel(Affine<T> in, T* out) {
    const Extent extent = in.extent;
    for (int64_t row = blockIdx.x; row < extent.images * extent.channels; row += gridDim.x) {
        const int64_t image = row / extent.channels;
        const int64_t channel = row - image * extent.channels;
        const T e = in.factor(channel);
        const T m = in.shift(channel);
        for (int64_t pixel = threadIdx.x; pixel < extent.plane; pixel += blockDim.x) {
            const T v = in.v.at(image, channel, pixel);
            out[row * extent.plane + pixel] = in.scale_first ? v * e + m : (v + m) * e;
        }
    }
}

/// One block per row; leaves Σ g and Σ g·(v or v + m) in partial[row][2].
template <typename T>
__global__ void backward_kernel(Affine<T> in, const T* grad_out, T* grad_v, double* partial) {
    const Extent extent = in.extent;
    for (int64_t row = blockIdx.x; row < extent.images * extent.channels; row += gridDim.x) {
        const int64_t image = row / extent.channels;
        const int64_t channel = row - image * extent.channels;
        const T e = in.factor(channel);
        const T m = in.scale_first ? T(0) : in.shift(channel);
        double sum = 0;
        double product = 0;
        for (int64_t pixel = threadIdx.x; pixel < extent.plane; pixel += blockDim.x) {
            const T g = grad_out[row * extent.plane + pixel];
            grad_v[row * extent.plane + pixel] = g * e;
            sum += static_cast<double>(g);
            product += static_cast<double>(g * (in.v.at(image, channel, pixel) + m));
        }
        sum = block_sum(sum);
        product = block_sum(product);
        if (threadIdx.x == 0) {
            partial[row * 2] = sum;
            partial[row * 2 + 1] = product;
        }
    }
}

/// One thread per channel.
template <typename T>
__global__ void finish_kernel(Affine<T> in, const double* partial, T* grad_bias, T* grad_log_scale) {
    const int64_t channel = blockIdx.x * static_cast<int64_t>(blockDim.x) + threadIdx.x;
    const Extent extent = in.extent;
    if (channel >= extent.channels) {
        return;
    }
    const double e = in.factor(channel);
    const double sum = row_sum(partial, extent.images, extent.channels, 2, channel, 0);
    const double product = row_sum(partial, extent.images, extent.channels, 2, channel, 1);
    grad_bias[channel] = static_cast<T>(in.sign * sum * (in.scale_first ? 1.0 : e));
    grad_log_scale[channel] = static_cast<T>(in.sign * product * e);
}

unsigned row_blocks(const Extent& extent) {
    return static_cast<unsigned>(extent.images * extent.channels);
}

template <typename T>
void launch_forward(const ActnormForward& args, cudaStream_t stream) {
    const Extent& extent = args.in.extent;
    forward_kernel<T><<<row_blocks(extent), row_threads(extent.plane), 0, stream>>>(affine_of<T>(args.in),
                                                                                    static_cast<T*>(args.out));
    BPLF_CHECK_LAUNCH();
}

template <typename T>
void launch_backward(const ActnormBackward& args, cudaStream_t stream) {
    const Extent& extent = args.in.extent;
    const Affine<T> affine = affine_of<T>(args.in);
    backward_kernel<T><<<row_blocks(extent), row_threads(extent.plane), 0, stream>>>(
        affine, static_cast<const T*>(args.grad_out), static_cast<T*>(args.grad_v), args.scratch);
    BPLF_CHECK_LAUNCH();
    finish_kernel<T><<<blocks_for(extent.channels), kBlock, 0, stream>>>(
        affine, args.scratch, static_cast<T*>(args.grad_bias), static_cast<T*>(args.grad_log_scale));
    BPLF_CHECK_LAUNCH();
}

}  // namespace

void actnorm_cuda(const ActnormForward& args, cudaStream_t stream) {
    with_cuda_precision(args.in.precision, [&](auto type) { launch_forward<decltype(type)>(args, stream); });
}

void actnorm_backward_cuda(const ActnormBackward& args, cudaStream_t stream) {
    with_cuda_precision(args.in.precision, [&](auto type) { launch_backward<decltype(type)>(args, stream); });
}

}  // namespace bplf::ops
