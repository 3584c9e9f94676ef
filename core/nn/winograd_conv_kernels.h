// SPDX-License-Identifier: GPL-3.0-or-later
// The job winograd_conv hands to the loops compiled for each instruction set (internal to core/nn).
#pragma once

#include "core/nn/direct_conv_kernels.h"

namespace bplf::nn {

/// Tiles that are worked on at once: their products stay in the second cache.
inline constexpr int kWinogradTiles = 32;

/// Floats from one point of them to the next: one line of the cache more than they need, or the points of all would
/// share a few places of the first cache.
constexpr long winograd_step(int channels) {
    return static_cast<long>(kWinogradTiles) * channels + 16;
}

/// `job` without its weights; `products`: [16, in, out_padded]; `scratch`: 16 steps of in and of out_padded.
struct WinogradJob {
    ConvJob job;
    const float* products;
    float* scratch;
};

void winograd_conv_baseline(const WinogradJob& job);
void winograd_conv_avx2(const WinogradJob& job);
void winograd_conv_avx512(const WinogradJob& job);

}  // namespace bplf::nn
