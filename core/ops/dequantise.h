// SPDX-License-Identifier: GPL-3.0-or-later
// 8-bit pixels to and from the model's range [−1, 1) (BPLF eq 4-1; core/flow/README.md#bits-per-dimension).
// Dispatches by tensor device.
#pragma once

#include <ATen/core/Tensor.h>

namespace bplf::ops {

/// x = (v + u) · 2 / n_bins − 1 with v = pixels >> (8 − n_bits), n_bins = 2^n_bits. pixels: uint8 [N, C, H, W]; noise:
/// float32 of the same shape in [0, 1), or undefined for bin centres (u = ½). n_bits in 1..8. Returns float32. No
/// gradient (the input is integer).
at::Tensor dequantise(const at::Tensor& pixels, const at::Tensor& noise, int n_bits);

/// Back to 8 bits: floor((x + 1) · n_bins / 2) clamped to [0, n_bins − 1], then scaled to 0..255.
/// NaN becomes 0. Returns uint8, contiguous.
at::Tensor quantise(const at::Tensor& x, int n_bits);

}  // namespace bplf::ops
