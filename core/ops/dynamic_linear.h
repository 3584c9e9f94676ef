// SPDX-License-Identifier: GPL-3.0-or-later
// The element-wise heart of a coupling (BPLF eq 3-6, 3-7): y = s ⊙ x + μ with log s bounded, and its
// log-determinant, fused; with autograd. Dispatches by tensor device.
#pragma once

#include <ATen/core/Tensor.h>

#include <tuple>

namespace bplf::ops {

/// How raw network output becomes log s (core/flow/README.md#log-scale).
enum class Scale {
    kNone,      ///< log s = 0 (additive coupling)
    kTanh,      ///< log s = a · tanh(raw) + b, a and b per channel
    kSigmoid2,  ///< log s = logsigmoid(raw + 2) (Glow)
    kClamp      ///< log s = clamp(raw, −c, c)
};

/// Which of scale and shift comes first.
enum class Order {
    kScaleShift,  ///< y = x · s + μ (BPLF eq 3-6)
    kShiftScale   ///< y = (x + μ) · s (Glow, DLF)
};

struct DynamicLinearOptions {
    Scale scale = Scale::kTanh;
    Order order = Order::kScaleShift;
    double clamp = 2.0;  ///< c of kClamp
};

/// Data to latent. x: [N, C, H, W] (a channel slice is fine). params: [M, 2C, h, w] = [raw | μ] with
/// M in {1, N} and (h, w) in {(1, 1), (H, W)}, broadcast. a, b: [C], used by kTanh, undefined otherwise.
/// Returns y like x, contiguous, and log_det [N] = Σ log s, accumulated in float64 and returned in x's dtype.
/// float32 and float64; differentiable in x, params, a and b. Throws Error(kInternal) on a shape mismatch.
std::tuple<at::Tensor, at::Tensor> dynamic_linear(const at::Tensor& x, const at::Tensor& params, const at::Tensor& a,
                                                  const at::Tensor& b, const DynamicLinearOptions& options);

/// Latent to data: x with dynamic_linear(x) = y, and log_det [N] = −Σ log s. Never divides: uses
/// exp(−log s). Differentiable in y, params, a and b.
std::tuple<at::Tensor, at::Tensor> dynamic_linear_inverse(const at::Tensor& y, const at::Tensor& params,
                                                          const at::Tensor& a, const at::Tensor& b,
                                                          const DynamicLinearOptions& options);

}  // namespace bplf::ops
