// SPDX-License-Identifier: GPL-3.0-or-later
// The loops of direct_conv, compiled once per instruction set. BPLF_CONV_FLOATS: floats per vector register;
// BPLF_CONV_VECTORS: vectors per channel group that fit the register file beside kPixels pixels.
#include <cstring>

#include "core/nn/direct_conv_kernels.h"

namespace bplf::nn {
namespace {

typedef float Vector __attribute__((vector_size(BPLF_CONV_FLOATS * sizeof(float))));
constexpr int kFloats = BPLF_CONV_FLOATS;
constexpr int kPixels = 4;

inline Vector load(const float* p) {
    Vector v;
    std::memcpy(&v, p, sizeof v);
    return v;
}

/// `Count` channel vectors of `Pixels` neighbouring outputs.
template <int Count, int Pixels>
inline void tile(const ConvJob& job, const float* input, const float* weight, float* output, const float* position,
                 int channel) {
    Vector sum[Pixels][Count];
    for (int p = 0; p < Pixels; ++p) {
        for (int v = 0; v < Count; ++v) sum[p][v] = Vector{};
    }
    for (int ky = 0; ky < job.kernel; ++ky) {
        for (int kx = 0; kx < job.kernel; ++kx) {
            const float* in = input + ky * job.in_row + kx * job.in_pixel;
            for (int c = 0; c < job.in; ++c) {
                Vector w[Count];
                for (int v = 0; v < Count; ++v) w[v] = load(weight + v * kFloats);
                for (int p = 0; p < Pixels; ++p) {
                    const float x = in[p * job.in_pixel + c];
                    for (int v = 0; v < Count; ++v) sum[p][v] += w[v] * x;
                }
                weight += job.out_padded;
            }
        }
    }
    for (int p = 0; p < Pixels; ++p) {
        for (int v = 0; v < Count; ++v) {
            const int at = channel + v * kFloats;
            Vector value = sum[p][v];
            if (position) value += load(position + p * job.out_padded + at);
            if (job.gain) value *= load(job.gain + at);
            value += load(job.bias + at);
            if (job.relu) value = value <= 0.0f ? Vector{} : value;  // NaN goes through
            std::memcpy(output + p * job.out_pixel + at, &value, sizeof value);
        }
    }
}

template <int Count>
void channel_group(const ConvJob& job, int channel) {
    for (int y = 0; y < job.height; ++y) {
        const float* in = job.input + y * job.in_row;
        float* out = job.output + y * job.out_row;
        const float* position =
            job.position ? job.position + static_cast<long>(y) * job.width * job.out_padded : nullptr;
        const float* weight = job.weight + channel;
        int x = 0;
        for (; x + kPixels <= job.width; x += kPixels) {
            tile<Count, kPixels>(job, in + x * job.in_pixel, weight, out + x * job.out_pixel,
                                 position ? position + static_cast<long>(x) * job.out_padded : nullptr, channel);
        }
        for (; x < job.width; ++x) {
            tile<Count, 1>(job, in + x * job.in_pixel, weight, out + x * job.out_pixel,
                           position ? position + static_cast<long>(x) * job.out_padded : nullptr, channel);
        }
    }
}

}  // namespace

void BPLF_CONV_NAME(const ConvJob& job) {
    constexpr int kGroup = BPLF_CONV_VECTORS * kFloats;
    int channel = 0;
    for (; channel + kGroup <= job.out_padded; channel += kGroup) channel_group<BPLF_CONV_VECTORS>(job, channel);
    for (; channel < job.out_padded; channel += kConvLanes) channel_group<kConvLanes / kFloats>(job, channel);
}

}  // namespace bplf::nn
