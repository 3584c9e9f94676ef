// SPDX-License-Identifier: GPL-3.0-or-later
// Per-channel affine map of Glow's actnorm (core/flow/README.md#actnorm), with autograd. Dispatches by tensor device.
#pragma once

#include <ATen/core/Tensor.h>

namespace bplf::ops {

/// y = (x + bias) · exp(log_scale) per channel. x: [N, C, H, W]; bias, log_scale: [C]. The log-determinant is
/// H·W·Σ log_scale, which the layer adds. float32 and float64; differentiable in all three.
at::Tensor actnorm(const at::Tensor& x, const at::Tensor& bias, const at::Tensor& log_scale);

/// x = y · exp(−log_scale) − bias; differentiable in all three.
at::Tensor actnorm_inverse(const at::Tensor& y, const at::Tensor& bias, const at::Tensor& log_scale);

}  // namespace bplf::ops
