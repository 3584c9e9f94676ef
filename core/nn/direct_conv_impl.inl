// SPDX-License-Identifier: GPL-3.0-or-later
// The loops of direct_conv, compiled once per instruction set. BPLF_CONV_FLOATS: floats per vector register;
// BPLF_CONV_VECTORS: vectors in the largest group of channels; BPLF_CONV_PIXELS(group): outputs whose sums of such a
// group fit the register file beside its weights. How sums are grouped changes none of them.
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

/// Outputs from `x` on in groups of `Pixels`, as long as `left` or none are left over; returns how far it came.
template <int Count, int Pixels>
inline int tiles(const ConvJob& job, int y, int x, int channel, int left = 0) {
    const float* in = job.input + y * job.in_row;
    float* out = job.output + y * job.out_row;
    const float* position = job.position ? job.position + static_cast<long>(y) * job.width * job.out_padded : nullptr;
    for (; x + Pixels == job.width || x + Pixels + left <= job.width; x += Pixels) {
        tile<Count, Pixels>(job, in + x * job.in_pixel, job.weight + channel, out + x * job.out_pixel,
                            position ? position + static_cast<long>(x) * job.out_padded : nullptr, channel);
    }
    return x;
}

template <int Count>
void channel_group(const ConvJob& job, int channel) {
    for (int y = 0; y < job.height; ++y) {
        // Many sums at once: few would wait for each other's multiply-adds, and weights are read once for all of them.
        int x = tiles<Count, BPLF_CONV_PIXELS(Count)>(job, y, 0, channel, kPixels);
        if constexpr (BPLF_CONV_PIXELS(Count) != kPixels) x = tiles<Count, kPixels>(job, y, x, channel);
        tiles<Count, 1>(job, y, x, channel);
    }
}

/// The channels from `channel` on in groups of `Count` vectors, what is left in smaller ones.
template <int Count>
void channel_groups(const ConvJob& job, int channel) {
    for (; channel + Count * kFloats <= job.out_padded; channel += Count * kFloats) channel_group<Count>(job, channel);
    if constexpr ((Count - 1) * kFloats >= kConvLanes) channel_groups<Count - 1>(job, channel);
}

}  // namespace

void BPLF_CONV_NAME(const ConvJob& job) {
    channel_groups<BPLF_CONV_VECTORS>(job, 0);
}

}  // namespace bplf::nn
