// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/flow/layers/mixture_logistics.h"

#include <torch/types.h>

#include <tuple>

namespace bplf::flow {
namespace {

constexpr double kLeastLogScale = -7;  // FPP
constexpr int kMostIterations = 200;
constexpr double kPrecision = 1e-14;  // of the logit, about 45 roundings

/// The mixture with its logarithms taken once: ln π, ℓ floored, e^−ℓ.
struct Components {
    at::Tensor log_weights, means, log_scales, rates;
};

Components components_of(const MixtureLogistics& mixture) {
    const at::Tensor log_scales = mixture.log_scales.clamp_min(kLeastLogScale);
    return {at::log_softmax(mixture.logits, 1), mixture.means, log_scales, (-log_scales).exp()};
}

/// ln F − ln(1 − F) and the logarithm of its derivative, at x.
std::pair<at::Tensor, at::Tensor> logit_of_cdf(const at::Tensor& x, const Components& c) {
    const at::Tensor z = (x.unsqueeze(1) - c.means) * c.rates;
    const at::Tensor below = at::log_sigmoid(z);
    const at::Tensor above = below - z;  // ln σ(−z)
    const at::Tensor log_cdf = (c.log_weights + below).logsumexp(1);
    const at::Tensor log_rest = (c.log_weights + above).logsumexp(1);
    const at::Tensor log_density = (c.log_weights - c.log_scales + below + above).logsumexp(1);
    return {log_cdf - log_rest, log_density - log_cdf - log_rest};
}

/// Root of logit F(x) = target. Where component i alone would reach the target lies x_i = m_i +
/// target · e^ℓ_i; F is below the target at the least of them and above it at the greatest.
at::Tensor solve(const at::Tensor& target, const Components& c) {
    const at::NoGradGuard no_grad;
    const at::Tensor ends = c.means + target.unsqueeze(1) * c.log_scales.exp();
    at::Tensor low = ends.amin(1), high = ends.amax(1);
    at::Tensor x = (low + high) / 2, last_step = high - low;
    for (int iteration = 0; iteration < kMostIterations; ++iteration) {
        const auto [value, log_slope] = logit_of_cdf(x, c);
        const at::Tensor excess = value - target;
        const at::Tensor found =
            (excess.abs() <= kPrecision * (1 + target.abs())) | (high - low <= kPrecision * (1 + x.abs()));
        if (found.all().item<bool>()) break;
        low = at::where(excess <= 0, x, low);
        high = at::where(excess >= 0, x, high);
        const at::Tensor newton = x - excess * (-log_slope).exp();
        // Newton's step only where it stays inside and shrinks at least as fast as bisection.
        const at::Tensor safe = (newton >= low) & (newton <= high) & ((newton - x).abs() * 2 <= last_step);
        const at::Tensor next = at::where(found, x, at::where(safe, newton, (low + high) / 2));
        last_step = (next - x).abs();
        x = next;
    }
    return x;
}

MixtureLogistics in_double(const MixtureLogistics& m) {
    return {m.log_scale.to(at::kDouble), m.shift.to(at::kDouble), m.logits.to(at::kDouble), m.means.to(at::kDouble),
            m.log_scales.to(at::kDouble)};
}

}  // namespace

Mapped mixture_logistics(const at::Tensor& x, const MixtureLogistics& mixture) {
    const auto [logit, log_slope] = logit_of_cdf(x, components_of(mixture));
    return {logit * mixture.log_scale.exp() + mixture.shift, (log_slope + mixture.log_scale).flatten(1).sum(1)};
}

Mapped mixture_logistics_inverse(const at::Tensor& z, const MixtureLogistics& mixture) {
    const MixtureLogistics wide = in_double(mixture);
    const Components components = components_of(wide);
    const at::Tensor target = (z.to(at::kDouble) - wide.shift) * (-wide.log_scale).exp();
    const at::Tensor root = solve(target, components);
    // One more Newton step, whose derivatives are those of the implicit function.
    const auto [value, slope_at_root] = logit_of_cdf(root, components);
    const at::Tensor x = root - (value - target) * (-slope_at_root.detach()).exp();
    const at::Tensor log_slope = std::get<1>(logit_of_cdf(x, components));
    const at::Tensor log_det = -(log_slope + wide.log_scale).flatten(1).sum(1);
    return {x.to(z.scalar_type()), log_det.to(z.scalar_type())};
}

}  // namespace bplf::flow
