// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/optimiser.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <cmath>

#include "core/base/error.h"

namespace bplf {

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
    const double t = static_cast<double>(steps_);
    const double correction1 = 1 - std::pow(options_.beta1, t);
    const double correction2 = 1 - std::pow(options_.beta2, t);
    first_.lerp_(gradient, 1 - options_.beta1);
    if (options_.kind == "adamax_glow") {
        second_.mul_(options_.beta2).copy_(at::maximum(second_, gradient.abs()));
        const double size = learning_rate * std::sqrt(correction2) / correction1;
        values.addcdiv_(first_, second_ + options_.epsilon, -size);
        return;
    }
    second_.mul_(options_.beta2).addcmul_(gradient, gradient, 1 - options_.beta2);
    if (options_.kind == "adamw") values.mul_(1 - learning_rate * options_.weight_decay);
    const at::Tensor denominator = second_.sqrt().div_(std::sqrt(correction2)).add_(options_.epsilon);
    values.addcdiv_(first_, denominator, -learning_rate / correction1);
}

}  // namespace bplf
