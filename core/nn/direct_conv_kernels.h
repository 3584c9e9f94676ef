// SPDX-License-Identifier: GPL-3.0-or-later
// The job direct_conv hands to the loops compiled for each instruction set (internal to core/nn).
#pragma once

#include "core/nn/direct_conv.h"

namespace bplf::nn {

/// direct_conv's arguments, flattened: plain data, so that no inline function is compiled twice for different
/// processors.
struct ConvJob {
    const float* input;
    const float* weight;
    float* output;
    const float* bias;
    const float* gain;
    const float* position;
    long in_row, in_pixel, out_row, out_pixel;
    int in, kernel, out_padded, height, width;
    bool relu;
};

void direct_conv_baseline(const ConvJob& job);
void direct_conv_avx2(const ConvJob& job);
void direct_conv_avx512(const ConvJob& job);

}  // namespace bplf::nn
