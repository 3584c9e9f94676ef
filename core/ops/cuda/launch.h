// SPDX-License-Identifier: GPL-3.0-or-later
// Device helpers of the kernels: reductions in a fixed order, operands, and grids. For .cu files only.
#pragma once

#include "core/ops/cuda/cuda_check.h"
#include "core/ops/ops_table.h"
#include "core/ops/scratch.h"

namespace bplf::ops {

/// The largest second or third dimension of a grid; kernels stride over what lies beyond.
constexpr int64_t kMaxGridSide = 65535;

inline unsigned grid_side(int64_t count) {
    return static_cast<unsigned>(count < kMaxGridSide ? count : kMaxGridSide);
}

/// Blocks for one thread per element.
inline unsigned blocks_for(int64_t count) {
    return static_cast<unsigned>((count + kBlock - 1) / kBlock);
}

/// Threads for a row: whole warps, at most kBlock.
inline unsigned row_threads(int64_t plane) {
    const int64_t rounded = (plane + 31) / 32 * 32;
    return static_cast<unsigned>(rounded < kBlock ? rounded : kBlock);
}

/// An operand with its element type, for the device.
template <typename T>
struct Rows {
    const T* data;
    int64_t image_step;
    int64_t channel_step;
    int pixel_step;  ///< 0 when there is one value per channel

    __device__ T at(int64_t image, int64_t channel, int64_t pixel) const {
        return data[image * image_step + channel * channel_step + pixel * pixel_step];
    }
};

template <typename T>
Rows<T> rows_of(const Operand& operand) {
    return {static_cast<const T*>(operand.data), operand.image_step, operand.channel_step, operand.per_plane ? 1 : 0};
}

/// Σ of `value` over the block, valid in thread 0; always added in the same order.
__device__ inline double block_sum(double value) {
    __shared__ double warps[32];
    for (int offset = 16; offset > 0; offset /= 2) {
        value += __shfl_down_sync(0xffffffffU, value, offset);
    }
    __syncthreads();
    if (threadIdx.x % 32 == 0) {
        warps[threadIdx.x / 32] = value;
    }
    __syncthreads();
    double sum = 0;
    for (unsigned warp = 0; threadIdx.x == 0 && warp < blockDim.x / 32; ++warp) {
        sum += warps[warp];
    }
    return sum;
}

/// out[image] = offset + Σ partial[image][split], one thread per image.
template <typename T>
__global__ void finish_image_sums(const double* partial, int64_t images, int64_t splits, double offset, T* out) {
    const int64_t image = blockIdx.x * static_cast<int64_t>(blockDim.x) + threadIdx.x;
    if (image >= images) {
        return;
    }
    double sum = offset;
    for (int64_t split = 0; split < splits; ++split) {
        sum += partial[image * splits + split];
    }
    out[image] = static_cast<T>(sum);
}

/// Σ over rows of partial[row][channel][part] for one (channel, part), in the order of the rows.
__device__ inline double row_sum(const double* partial, int64_t rows, int64_t channels, int64_t parts, int64_t channel,
                                 int64_t part) {
    double sum = 0;
    for (int64_t row = 0; row < rows; ++row) {
        sum += partial[(row * channels + channel) * parts + part];
    }
    return sum;
}

/// Calls run(T()) with the element type that `precision` names.
template <typename Run>
void with_cuda_precision(Precision precision, const Run& run) {
    if (precision == Precision::kFloat32) {
        run(float());
    } else {
        run(double());
    }
}

}  // namespace bplf::ops
