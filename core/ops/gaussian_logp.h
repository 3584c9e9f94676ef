// SPDX-License-Identifier: GPL-3.0-or-later
// Diagonal Gaussian log-probability summed per image, with autograd. Dispatches by tensor device.
#pragma once

#include <ATen/core/Tensor.h>

namespace bplf::ops {

/// Σ ln N(z; mean, exp(log_sd)) over C, H, W -> [N], accumulated in float64, returned in z's dtype.
/// z: [N, C, H, W]; mean, log_sd: [M, C, h, w] with M in {1, N} and (h, w) in {(1, 1), (H, W)}, broadcast.
/// float32 and float64; differentiable in all three.
at::Tensor gaussian_logp(const at::Tensor& z, const at::Tensor& mean, const at::Tensor& log_sd);

}  // namespace bplf::ops
