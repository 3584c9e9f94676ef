// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/optimiser.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <cmath>

#include "core/base/error.h"

namespace bplf {
namespace {

/// Numbers that are updated at once: with their moments and what is in between they stay in the cache, and what is in
/// between takes no memory of the model's size.
constexpr std::int64_t kPiece = 1 << 16;

}  // namespace

Optimiser::Optimiser(OptimiserOptions options, const at::Tensor& like)
    : options_(std::move(options)), first_(at::zeros_like(like)), second_(at::zeros_like(like)) {
    const bool known = options_.kind == "adamax_glow" || options_.kind == "adam" || options_.kind == "adamw";
    if (!known) {
        throw_usage_error("'" + options_.kind + "' is not a known optimiser.", "config key 'optimiser'",
                          "Use adamax_glow, adam or adamw.");
    }
    const auto fraction = [](double value) { return value >= 0 && value < 1; };
    if (!fraction(options_.beta1) || !fraction(options_.beta2) || !(options_.epsilon > 0)) {
        throw_usage_error("betas must lie in [0, 1) and epsilon above 0.", "config key 'optimiser'");
    }
}

void Optimiser::step(at::Tensor& values, const at::Tensor& gradient, double learning_rate) {
    const at::NoGradGuard no_grad;
    ++steps_;
    const std::int64_t all = values.numel();
    const std::int64_t piece = values.is_cuda() ? std::max<std::int64_t>(all, 1) : kPiece;
    for (std::int64_t begin = 0; begin < all; begin += piece) {
        const auto part = [&](const at::Tensor& whole) { return whole.narrow(0, begin, std::min(piece, all - begin)); };
        at::Tensor part_of_values = part(values), first = part(first_), second = part(second_);
        step_of(part_of_values, part(gradient), first, second, learning_rate);
    }
}

void Optimiser::step_of(at::Tensor& values, const at::Tensor& gradient, at::Tensor& first, at::Tensor& second,
                        double learning_rate) const {
    const double t = static_cast<double>(steps_);
    const double correction1 = 1 - std::pow(options_.beta1, t);
    const double correction2 = 1 - std::pow(options_.beta2, t);
    first.lerp_(gradient, 1 - options_.beta1);
    if (options_.kind == "adamax_glow") {
        second.mul_(options_.beta2).copy_(at::maximum(second, gradient.abs()));
        const double size = learning_rate * std::sqrt(correction2) / correction1;
        values.addcdiv_(first, second + options_.epsilon, -size);
        return;
    }
    second.mul_(options_.beta2).addcmul_(gradient, gradient, 1 - options_.beta2);
    if (options_.kind == "adamw") values.mul_(1 - learning_rate * options_.weight_decay);
    const at::Tensor denominator = second.sqrt().div_(std::sqrt(correction2)).add_(options_.epsilon);
    values.addcdiv_(first, denominator, -learning_rate / correction1);
}

}  // namespace bplf
