// SPDX-License-Identifier: GPL-3.0-or-later
// The fused tail of a hidden convolution: relu(x + bias), where the bias may differ per image (labels) and per place.
#pragma once

#include <ATen/core/Tensor.h>

namespace bplf::nn {

/// relu(x + bias [+ position]). x: [N, C, H, W], float32, float64 or bfloat16, fastest in channels-last. bias: [M, C],
/// M in {1, N}; position: [1, C, H, W] or undefined; both in float32 (float64 for a float64 x). NaN stays NaN.
/// Differentiable in all three; the gradient sums run in a fixed order, so they do not depend on the number of threads.
at::Tensor bias_relu(const at::Tensor& x, const at::Tensor& bias, const at::Tensor& position);

}  // namespace bplf::nn
