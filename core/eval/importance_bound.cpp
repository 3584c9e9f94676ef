// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/importance_bound.h"

#include <ATen/ATen.h>

#include <cmath>
#include <numbers>

#include "core/base/error.h"

namespace bplf {

at::Tensor importance_weighted_bits(const at::Tensor& bits, double dimensions) {
    BPLF_CHECK(bits.dim() == 2 && bits.size(0) >= 1, "a bound needs a draw");
    // The offset between bits/dim and nats is the same for every draw, so it passes through unchanged.
    const double nats = -dimensions * std::numbers::ln2;
    const at::Tensor log_likelihood = bits.to(at::kDouble) * nats;
    const double draws = static_cast<double>(bits.size(0));
    return (at::logsumexp(log_likelihood, 0) - std::log(draws)) / nats;
}

}  // namespace bplf
