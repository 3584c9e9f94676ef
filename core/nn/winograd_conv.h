// SPDX-License-Identifier: GPL-3.0-or-later
// 3×3 convolution of one image with even sides on one thread, for inference, with 16 multiplications where direct_conv
// has 36 (Winograd's minimal filtering F(2×2, 3×3); Lavin and Gray, "Fast Algorithms for Convolutional Neural
// Networks", 2016). Sums are made in one fixed order, but another than direct_conv's: their last bits differ.
// Torch-free.
#pragma once

#include <span>
#include <vector>

#include "core/nn/direct_conv.h"

namespace bplf::nn {

/// Weights of the 16 products of a 4×4 tile: [16, in, out padded to whole vectors].
struct WinogradConv {
    int in = 0, out = 0;
    int out_padded = 0;  ///< multiple of kConvLanes
    std::vector<float> weight;
};

/// weight: [out, in, 3, 3].
WinogradConv pack_winograd(std::span<const float> weight, int out, int in);

/// As direct_conv() with a kernel of 3; height and width even. `scratch` grows to what is needed and may be kept.
void winograd_conv(const WinogradConv& conv, const ConvInput& input, int height, int width, const ConvOutput& output,
                   const ConvEpilogue& epilogue, std::vector<float>& scratch);

}  // namespace bplf::nn
