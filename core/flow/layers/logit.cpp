// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/flow/layers/logit.h"

#include <torch/types.h>

#include <cmath>
#include <limits>

namespace bplf::flow {
namespace {

constexpr double kAlpha = 0.05, kInside = 1 - 2 * kAlpha;

/// ln |dy/dx| summed per image, from y: 1 / (p′ (1 − p′)) = (1 + e^y)(1 + e^−y).
at::Tensor log_det_at(const at::Tensor& y) {
    return (at::softplus(y) + at::softplus(-y) + std::log(kInside / 2)).flatten(1).sum(1);
}

double rounding_of(const at::Tensor& x) {
    return x.scalar_type() == at::kDouble ? std::numeric_limits<double>::epsilon()
                                          : std::numeric_limits<float>::epsilon();
}

}  // namespace

Mapped Logit::forward(const at::Tensor& x, const at::Tensor&) {
    const double least = rounding_of(x);
    const at::Tensor inside = (kAlpha + (x + 1) * (kInside / 2)).clamp(least, 1 - least);
    const at::Tensor y = inside.log() - (-inside).log1p();
    return {y, log_det_at(y)};
}

Mapped Logit::inverse(const at::Tensor& z, const at::Tensor&) {
    return {(z.sigmoid() - kAlpha) * (2 / kInside) - 1, -log_det_at(z)};
}

}  // namespace bplf::flow
