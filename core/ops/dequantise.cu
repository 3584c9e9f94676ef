// SPDX-License-Identifier: GPL-3.0-or-later
// CUDA twin of dequantise_cpu.cpp.
#include "core/ops/cuda/cuda_table.h"
#include "core/ops/cuda/launch.h"

#include <math.h>

namespace bplf::ops {
namespace {

__global__ void dequantise_kernel(DequantiseArgs args, float scale) {
    const int64_t i = blockIdx.x * static_cast<int64_t>(blockDim.x) + threadIdx.x;
    if (i < args.count) {
        const float u = args.noise == nullptr ? 0.5F : fminf(args.noise[i], kLargestNoise);
        const float bin = static_cast<float>(args.pixels[i] >> (8 - args.n_bits));
        args.out[i] = (bin + u) * scale - 1.0F;
    }
}

template <typename T>
__global__ void quantise_kernel(QuantiseArgs args) {
    const int64_t i = blockIdx.x * static_cast<int64_t>(blockDim.x) + threadIdx.x;
    if (i < args.count) {
        const T half_bins = static_cast<T>(1 << args.n_bits) / 2;
        const T scaled = (static_cast<const T*>(args.x)[i] + 1) * half_bins;
        const T last_bin = 2 * half_bins - 1;
        // NaN fails the comparison and becomes 0.
        const T bin = scaled > T(0) ? fmin(floor(scaled), last_bin) : T(0);
        args.out[i] = static_cast<uint8_t>(static_cast<int>(bin) << (8 - args.n_bits));
    }
}

}  // namespace

void dequantise_cuda(const DequantiseArgs& args, cudaStream_t stream) {
    if (args.count == 0) {
        return;
    }
    const float scale = 2.0F / static_cast<float>(1 << args.n_bits);
    dequantise_kernel<<<blocks_for(args.count), kBlock, 0, stream>>>(args, scale);
    BPLF_CHECK_LAUNCH();
}

void quantise_cuda(const QuantiseArgs& args, cudaStream_t stream) {
    if (args.count == 0) {
        return;
    }
    with_cuda_precision(args.precision, [&](auto type) {
        quantise_kernel<decltype(type)><<<blocks_for(args.count), kBlock, 0, stream>>>(args);
    });
    BPLF_CHECK_LAUNCH();
}

}  // namespace bplf::ops
