// SPDX-License-Identifier: GPL-3.0-or-later
// RGB as luminance and two colour differences: linear, so that densities change by a constant.
#pragma once

#include <ATen/core/Tensor.h>

namespace bplf::flow {

/// ln |det| per pixel of yuv_of_rgb: ln 0.587.
inline constexpr double kLogDetYuv = -0.5327304591540407;

/// [N, 3, H, W] in the order R, G, B → Y, U, V with Y = 0.299 R + 0.587 G + 0.114 B, U = B − Y, V = R − Y. A grey pixel
/// r = g = b has U = V = 0; x in [−1, 1) gives Y in [−1, 1), U and V in (−2, 2).
at::Tensor yuv_of_rgb(const at::Tensor& rgb);
/// The inverse.
at::Tensor rgb_of_yuv(const at::Tensor& yuv);

}  // namespace bplf::flow
