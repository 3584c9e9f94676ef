// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/flow/models/nice.h"

#include <torch/types.h>

#include <cmath>
#include <numbers>

#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/flow/layers/gaussian_prior.h"

namespace bplf::flow {
namespace {

constexpr int kNewtonSteps = 6;  // quadratic from a start that is right to a few per cent

/// Even elements, then odd ones: neighbours fall into different halves.
at::Tensor even_then_odd(const at::Tensor& flat) {
    return at::cat({flat.slice(1, 0, {}, 2), flat.slice(1, 1, {}, 2)}, 1);
}
at::Tensor interleave(const at::Tensor& halves) {
    const auto parts = halves.chunk(2, 1);
    return at::stack({parts[0], parts[1]}, 2).flatten(1);
}

/// x <= 0 with ln Φ(x) = log_p <= ln ½, double.
at::Tensor normal_quantile_of_log(const at::Tensor& log_p) {
    // Where p is not tiny the direct inverse is exact; below, the tail's leading term starts Newton.
    at::Tensor x = at::where(log_p > -30, at::special_ndtri(log_p.exp()), -(-2 * log_p).clamp_min(1).sqrt());
    for (int step = 0; step < kNewtonSteps; ++step) {
        const at::Tensor log_cdf = at::special_log_ndtr(x);
        const at::Tensor log_pdf = -0.5 * x * x - 0.5 * std::log(2 * std::numbers::pi);
        x = x - (log_cdf - log_p) * (log_cdf - log_pdf).exp();
    }
    return x;
}

}  // namespace

at::Tensor normal_from_logistic(const at::Tensor& z) {
    const at::Tensor wide = z.to(at::kDouble);
    const at::Tensor lower = normal_quantile_of_log(at::log_sigmoid(-wide.abs()));
    return at::where(wide < 0, lower, -lower).to(z.scalar_type());
}

at::Tensor logistic_from_normal(const at::Tensor& eps) {
    const at::Tensor wide = eps.to(at::kDouble);
    return (at::special_log_ndtr(wide) - at::special_log_ndtr(-wide)).to(eps.scalar_type());
}

FlowConfig nice_defaults() {
    FlowConfig config;
    config.system = "nice";
    config.levels = 1;
    config.depth = 4;
    config.width = 1000;
    config.blocks = 5;
    config.top_prior = "logistic";
    return config;
}

FlowConfig nice_conv_defaults() {
    FlowConfig config;
    config.system = "nice-conv";
    config.kernels = "313";
    config.first = "identity";
    config.scale = "none";
    config.order = "shift_scale";
    config.flow_actnorm = true;
    return config;
}

Nice::Nice(FlowConfig settings) : Model("Nice", std::move(settings)) {
    const std::int64_t size = config().dimensions();
    if (size % 2 != 0) throw_usage_error("NICE needs an even number of pixels.", "config keys 'height', 'width_px'");
    if (!logistic() && config().top_prior != "std")
        throw_usage_error("NICE has no prior '" + config().top_prior + "'.", "config key 'top_prior'",
                          "Use logistic or std.");
    if (config().layers.empty() && config().blocks < 1)
        throw_usage_error("NICE's networks have a hidden layer or more.", "config key 'blocks'", "Use 1 to 64.");
    nn::DenseNetOptions options{.in = size / 2,
                                .out = size / 2,
                                .hidden = config().width,
                                .layers = config().blocks,
                                .labels = static_cast<std::int64_t>(config().labels.size())};
    for (std::size_t index = 0; index < static_cast<std::size_t>(config().depth); ++index) {
        if (!config().layers.empty()) options.layers = config().layers[index];
        nets_.push_back(register_module("net" + std::to_string(index + 1), nn::DenseNet(options)));
    }
    scale_ = register_parameter("scale", at::zeros({size}));
    shapes_.push_back({config().channels, config().height, config().width_px});
}

at::Tensor Nice::latent(const at::Tensor& x, const at::Tensor& h, const std::stop_token& stop) {
    require_size(x);
    at::Tensor y = even_then_odd(x.flatten(1));
    for (auto& net : nets_) {
        throw_if_stopped(stop);
        const auto halves = y.chunk(2, 1);
        y = at::cat({halves[0], halves[1] + net(halves[0], h)}, 1).flip(1);
    }
    return y * scale_.exp();
}

at::Tensor Nice::log_density(const at::Tensor& z) const {
    const at::Tensor density = logistic() ? (at::log_sigmoid(z) + at::log_sigmoid(-z)).sum(1)
                                          : standard_log_prob(z.reshape({z.size(0), -1, 1, 1}));
    return density + scale_.sum();
}

at::Tensor Nice::log_likelihood(const at::Tensor& x, const at::Tensor& h) {
    return log_density(latent(x, h, {}));
}

Encoded Nice::encode(const at::Tensor& x, const at::Tensor& h, const std::stop_token& stop) {
    const at::Tensor z = latent(x, h, stop);
    const at::Tensor eps = logistic() ? normal_from_logistic(z) : z;
    return {{eps.reshape(x.sizes())}, log_density(z)};
}

Decoded Nice::decode(const std::vector<at::Tensor>& eps, const at::Tensor& h, const std::stop_token& stop) {
    BPLF_CHECK(eps.size() == 1, "one code per level");
    const at::Tensor flat = eps.front().flatten(1);
    const at::Tensor z = logistic() ? logistic_from_normal(flat) : flat;
    at::Tensor y = z * (-scale_).exp();
    for (auto net = nets_.rbegin(); net != nets_.rend(); ++net) {
        throw_if_stopped(stop);
        const auto halves = y.flip(1).chunk(2, 1);
        y = at::cat({halves[0], halves[1] - (*net)(halves[0], h)}, 1);
    }
    return {interleave(y).reshape(eps.front().sizes()), log_density(z)};
}

}  // namespace bplf::flow
