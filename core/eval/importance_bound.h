// SPDX-License-Identifier: GPL-3.0-or-later
// The importance-weighted bound (core/flow/README.md#bits-per-dimension): tighter than the mean over dequantisation
// draws.
#pragma once

#include <ATen/core/Tensor.h>

namespace bplf {

/// bits: bits/dim of each draw and image, float64 [K, N], of images with `dimensions` elements. Returns the bits/dim
/// of log mean_k exp(log-likelihood_k), [N]: never above the mean over k, equal to it for K = 1.
at::Tensor importance_weighted_bits(const at::Tensor& bits, double dimensions);

}  // namespace bplf
