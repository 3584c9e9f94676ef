// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/bias_relu_cpu.h"

#include "core/ops/cpu/rows.h"

namespace bplf::nn {
namespace {

const BiasReluKernels& choose_bias_relu() {
#if defined(BPLF_CONV_X86)
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")) {
        return bias_relu_avx512();
    }
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return bias_relu_avx2();
#endif
    return bias_relu_baseline();
}

const BiasReluKernels& kernels() {
    static const BiasReluKernels& chosen = choose_bias_relu();
    return chosen;
}

/// Bytes of an activation, and of a bias or sum.
std::int64_t narrow_bytes(BiasReluType type) {
    return type == BiasReluType::kBfloat16 ? 2 : type == BiasReluType::kFloat32 ? 4 : 8;
}
std::int64_t wide_bytes(BiasReluType type) {
    return type == BiasReluType::kFloat64 ? 8 : 4;
}

const void* offset(const void* data, std::int64_t bytes) {
    return static_cast<const char*>(data) + bytes;
}
void* offset(void* data, std::int64_t bytes) {
    return static_cast<char*>(data) + bytes;
}

void sum_over_images(const BiasReluGeometry& g, const void* rows, void* sums) {
    const std::int64_t image = g.places * g.channels;
    constexpr std::int64_t kChunk = 512;
    ops::parallel_rows((image + kChunk - 1) / kChunk, g.images * kChunk, [&](std::int64_t chunk) {
        const std::int64_t begin = chunk * kChunk;
        kernels().sum_images[static_cast<int>(g.type)](
            {rows, sums, g.images, image, begin, std::min(image, begin + kChunk)});
    });
}

}  // namespace

void bias_relu_forward(const BiasReluGeometry& g, const void* x, const void* bias, const void* position, void* y) {
    const std::int64_t image = g.places * g.channels;
    const std::int64_t step = image * narrow_bytes(g.type);
    const std::int64_t bias_step = g.per_image ? g.channels * wide_bytes(g.type) : 0;
    ops::parallel_rows(g.images, image, [&](std::int64_t n) {
        kernels().forward[static_cast<int>(g.type)](
            {offset(x, n * step), offset(bias, n * bias_step), position, offset(y, n * step), g.places, g.channels});
    });
}

void bias_relu_backward(const BiasReluGeometry& g, const void* y, const void* grad_y, void* grad_x, void* grad_bias,
                        void* grad_position) {
    const std::int64_t image = g.places * g.channels;
    const std::int64_t step = image * narrow_bytes(g.type);
    const std::int64_t sums_step = g.channels * wide_bytes(g.type);
    ops::parallel_rows(g.images, image, [&](std::int64_t n) {
        kernels().backward[static_cast<int>(g.type)]({offset(y, n * step), offset(grad_y, n * step),
                                                      offset(grad_x, n * step), offset(grad_bias, n * sums_step),
                                                      g.places, g.channels});
    });
    if (grad_position) sum_over_images(g, grad_x, grad_position);
}

}  // namespace bplf::nn
