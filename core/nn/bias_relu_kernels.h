// SPDX-License-Identifier: GPL-3.0-or-later
// The loops of bias_relu over one image, compiled once per instruction set (internal to core/nn). Torch-free and free
// of inline functions: a copy compiled for AVX-512 must not serve the whole program.
#pragma once

namespace bplf::nn {

/// Element type of activations. Biases, positions and sums are float32, or float64 beside kFloat64.
enum class BiasReluType { kFloat32, kFloat64, kBfloat16 };
inline constexpr int kBiasReluTypes = 3;

/// One image: rows of `channels` activations, one row per place.
struct BiasReluRows {
    const void* x;         ///< [places, channels]
    const void* bias;      ///< [channels]
    const void* position;  ///< [places, channels] or null
    void* y;               ///< like x; may be x
    long places, channels;
};

struct BiasReluRowsGrad {
    const void* y;
    const void* grad_y;
    void* grad_x;  ///< may be grad_y
    void* sums;    ///< [channels]: of grad_x, added place by place
    long places, channels;
};

/// sums[i] = Σ rows[n][i] over images in their order, for i in [begin, end) of `stride` elements per image.
struct BiasReluImageSum {
    const void* rows;
    void* sums;
    long images, stride, begin, end;
};

/// One instruction set's loops, indexed by BiasReluType. All instruction sets give the same bits.
struct BiasReluKernels {
    void (*forward[kBiasReluTypes])(const BiasReluRows&);
    void (*backward[kBiasReluTypes])(const BiasReluRowsGrad&);
    void (*sum_images[kBiasReluTypes])(const BiasReluImageSum&);
};

const BiasReluKernels& bias_relu_baseline();
const BiasReluKernels& bias_relu_avx2();
const BiasReluKernels& bias_relu_avx512();

}  // namespace bplf::nn
