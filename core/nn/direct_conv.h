// SPDX-License-Identifier: GPL-3.0-or-later
// Convolution of one small image on one thread, for inference: every output is summed in one fixed order, so a face
// does not depend on how many are drawn with it or on the number of threads. Torch-free.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace bplf::nn {

/// Weights rearranged for direct_conv: [ky, kx, in, out padded to whole vectors].
struct PackedConv {
    int in = 0, out = 0, kernel = 0;
    int out_padded = 0;  ///< multiple of kConvLanes
    std::vector<float> weight;
};

/// Outputs are computed in groups of this many channels; rows of an output buffer hold out_padded values.
inline constexpr int kConvLanes = 16;

/// weight: [out, in, kernel, kernel], kernel odd.
PackedConv pack_conv(std::span<const float> weight, int out, int in, int kernel);

/// A grid of pixels inside a larger buffer, channels innermost.
struct ConvInput {
    const float* corner;          ///< the ring's top left pixel: kernel/2 rows above and left of pixel (0, 0)
    std::ptrdiff_t row_stride;    ///< floats per row
    std::ptrdiff_t pixel_stride;  ///< floats per pixel, >= in
};
struct ConvOutput {
    float* origin;  ///< pixel (0, 0)
    std::ptrdiff_t row_stride;
    std::ptrdiff_t pixel_stride;  ///< >= out_padded
};

/// What happens to each sum before it is stored: gain · (sum + position) + bias, then max(0, ·) if relu.
struct ConvEpilogue {
    const float* bias;                ///< [out_padded]
    const float* gain = nullptr;      ///< [out_padded] or none
    const float* position = nullptr;  ///< [height · width, out_padded] or none
    bool relu = false;
};

/// Chooses the widest instruction set of this processor once.
void direct_conv(const PackedConv& conv, const ConvInput& input, int height, int width, const ConvOutput& output,
                 const ConvEpilogue& epilogue);

}  // namespace bplf::nn
