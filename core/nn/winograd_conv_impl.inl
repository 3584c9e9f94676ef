// SPDX-License-Identifier: GPL-3.0-or-later
// The loops of winograd_conv, compiled once per instruction set, with direct_conv_impl.inl's settings.
#include <algorithm>
#include <cstring>

#include "core/nn/winograd_conv_kernels.h"

namespace bplf::nn {
namespace {

typedef float Vector __attribute__((vector_size(BPLF_CONV_FLOATS * sizeof(float))));
constexpr int kFloats = BPLF_CONV_FLOATS;
constexpr int kPoints = 16;  // of a 4×4 tile

inline Vector load(const float* p) {
    Vector v;
    std::memcpy(&v, p, sizeof v);
    return v;
}

/// Bᵀ d B of one tile, whose top left pixel is `in`, for the channels that a Number holds: point k at to[k · step].
template <typename Number>
inline void transform_channels(const ConvJob& job, const float* in, float* to, long step) {
    Number half[4][4];
    for (int x = 0; x < 4; ++x) {
        Number d[4];
        for (int y = 0; y < 4; ++y) std::memcpy(&d[y], in + y * job.in_row + x * job.in_pixel, sizeof(Number));
        half[0][x] = d[0] - d[2];
        half[1][x] = d[1] + d[2];
        half[2][x] = d[2] - d[1];
        half[3][x] = d[1] - d[3];
    }
    for (int y = 0; y < 4; ++y) {
        const Number points[4] = {half[y][0] - half[y][2], half[y][1] + half[y][2], half[y][2] - half[y][1],
                                  half[y][1] - half[y][3]};
        for (int x = 0; x < 4; ++x) std::memcpy(to + (4 * y + x) * step, &points[x], sizeof(Number));
    }
}

/// The same for every channel.
inline void transform_input(const ConvJob& job, const float* in, float* to, long step) {
    int c = 0;
    for (; c + kFloats <= job.in; c += kFloats) transform_channels<Vector>(job, in + c, to + c, step);
    if (c == job.in) return;
    // The last vector may overlap the one before it: the numbers are the same.
    if (job.in >= kFloats) return transform_channels<Vector>(job, in + job.in - kFloats, to + job.in - kFloats, step);
    for (; c < job.in; ++c) transform_channels<float>(job, in + c, to + c, step);
}

/// [Tiles, in] · [in, `Count` vectors of out_padded].
template <int Count, int Tiles>
inline void product(const float* tiles, int in, const float* weight, float* to, int out_padded) {
    Vector sum[Tiles][Count];
    for (int t = 0; t < Tiles; ++t) {
        for (int v = 0; v < Count; ++v) sum[t][v] = Vector{};
    }
    for (int c = 0; c < in; ++c) {
        Vector w[Count];
        for (int v = 0; v < Count; ++v) w[v] = load(weight + v * kFloats);
        for (int t = 0; t < Tiles; ++t) {
            const float x = tiles[t * in + c];
            for (int v = 0; v < Count; ++v) sum[t][v] += w[v] * x;
        }
        weight += out_padded;
    }
    for (int t = 0; t < Tiles; ++t) {
        for (int v = 0; v < Count; ++v) std::memcpy(to + t * out_padded + v * kFloats, &sum[t][v], sizeof(Vector));
    }
}

template <int Count>
inline void products(const float* tiles, int count, int in, const float* weight, float* to, int out_padded) {
    int t = 0;
    const auto all = [&]<int Tiles>() {
        for (; t + Tiles <= count; t += Tiles)
            product<Count, Tiles>(tiles + t * in, in, weight, to + t * out_padded, out_padded);
    };
    all.template operator()<BPLF_CONV_PIXELS(Count)>();
    if constexpr (BPLF_CONV_PIXELS(Count) > 4) all.template operator()<4>();
    all.template operator()<1>();
}

/// One point of all tiles and channels: in groups of `Count` vectors, what is left in smaller ones.
template <int Count>
void product_groups(const float* tiles, int count, const ConvJob& job, const float* weight, float* to, int channel) {
    for (; channel + Count * kFloats <= job.out_padded; channel += Count * kFloats)
        products<Count>(tiles, count, job.in, weight + channel, to + channel, job.out_padded);
    if constexpr ((Count - 1) * kFloats >= kConvLanes)
        product_groups<Count - 1>(tiles, count, job, weight, to, channel);
}

inline void store(const ConvJob& job, Vector value, int y, int x, int channel) {
    if (job.position) value += load(job.position + (static_cast<long>(y) * job.width + x) * job.out_padded + channel);
    if (job.gain) value *= load(job.gain + channel);
    value += load(job.bias + channel);
    if (job.relu) value = value <= 0.0f ? Vector{} : value;  // NaN goes through
    std::memcpy(job.output + y * job.out_row + x * job.out_pixel + channel, &value, sizeof value);
}

/// Aᵀ m A of one tile, whose point k of channel c is at from[k · step + c]: four outputs from (y, x) on.
inline void transform_output(const ConvJob& job, const float* from, long step, int y, int x) {
    for (int channel = 0; channel < job.out_padded; channel += kFloats) {
        Vector half[2][4];
        for (int i = 0; i < 4; ++i) {
            const float* point = from + i * step + channel;
            const Vector m0 = load(point), m1 = load(point + 4 * step), m2 = load(point + 8 * step),
                         m3 = load(point + 12 * step);
            half[0][i] = m0 + m1 + m2;
            half[1][i] = m1 - m2 - m3;
        }
        for (int i = 0; i < 2; ++i) {
            store(job, half[i][0] + half[i][1] + half[i][2], y + i, x, channel);
            store(job, half[i][1] - half[i][2] - half[i][3], y + i, x + 1, channel);
        }
    }
}

}  // namespace

void BPLF_WINOGRAD_NAME(const WinogradJob& winograd) {
    const ConvJob& job = winograd.job;
    const int across = job.width / 2, tiles = job.height / 2 * across;
    const long in_step = winograd_step(job.in), out_step = winograd_step(job.out_padded);
    float* const inputs = winograd.scratch;
    float* const outputs = inputs + kPoints * in_step;
    for (int first = 0; first < tiles; first += kWinogradTiles) {
        const int count = std::min(kWinogradTiles, tiles - first);
        for (int t = 0; t < count; ++t) {
            const int y = 2 * ((first + t) / across), x = 2 * ((first + t) % across);
            transform_input(job, job.input + y * job.in_row + x * job.in_pixel, inputs + static_cast<long>(t) * job.in,
                            in_step);
        }
        for (int k = 0; k < kPoints; ++k) {
            product_groups<BPLF_CONV_VECTORS>(inputs + k * in_step, count, job,
                                              winograd.products + static_cast<long>(k) * job.in * job.out_padded,
                                              outputs + k * out_step, 0);
        }
        for (int t = 0; t < count; ++t) {
            const int y = 2 * ((first + t) / across), x = 2 * ((first + t) % across);
            transform_output(job, outputs + static_cast<long>(t) * job.out_padded, out_step, y, x);
        }
    }
}

}  // namespace bplf::nn
