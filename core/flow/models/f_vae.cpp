// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/flow/models/f_vae.h"

#include <ATen/CPUGeneratorImpl.h>
#include <torch/types.h>

#include "core/flow/layers/gaussian_prior.h"
#include "core/flow/layers/variational_dequantiser.h"
#include "core/ops/dequantise.h"

namespace bplf::flow {
namespace {

/// The reference starts both scales at 1, ten times the data's own, and spends its first epochs on them.
constexpr double kAlphaStart = -2.0, kBetaStart = 2.0;

at::Tensor fixed_normal_like(const at::Tensor& x) {
    auto generator = at::detail::createCPUGenerator(0);
    return at::randn(x.sizes(), generator, x.options().device(at::kCPU)).to(x.device());
}

/// The prior's flow works on z unsqueezed once less than E squeezed: its own squeeze is then the last one.
FlowConfig prior_config(const FlowConfig& c) {
    FlowConfig prior = c;
    prior.system = "nice-conv";
    const std::int64_t factor = std::int64_t{1} << (c.coder_scales - 1);
    prior.channels = c.channels * factor * factor;
    prior.height = c.height / factor;
    prior.width_px = c.width_px / factor;
    return prior;
}

nn::ResidualCoderOptions coder_options(const FlowConfig& c, bool decode) {
    return {.channels = c.channels, .scales = c.coder_scales, .blocks = c.blocks, .width = c.width, .decode = decode};
}

}  // namespace

FlowConfig f_vae_defaults() {
    FlowConfig config;
    config.system = "f-vae";
    config.levels = 2;
    config.kernels = "313";
    config.first = "identity";
    config.scale = "none";
    config.order = "shift_scale";
    config.norm = "none";
    config.conv1x1 = "permutation";
    config.flow_actnorm = true;
    config.top_prior = "std";
    config.blocks = 4;
    return config;
}

FVae::FVae(FlowConfig settings) : Model("FVae", std::move(settings)) {
    encoder_ = register_module("encoder", nn::ResidualCoder(coder_options(config(), false)));
    decoder_ = register_module("decoder", nn::ResidualCoder(coder_options(config(), true)));
    prior_ = register_module("prior", std::make_shared<MultiScaleFlow>(prior_config(config())));
    alpha_ = register_parameter("alpha", at::full({1}, kAlphaStart));
    beta_ = register_parameter("beta", at::full({1}, kBetaStart));
    shapes_ = prior_->code_shapes();
}

at::Tensor FVae::elbo(const at::Tensor& x, const at::Tensor& u, const at::Tensor& h) {
    require_size(x);
    const auto size = static_cast<double>(config().dimensions());
    const at::Tensor mean = encoder_(x);
    const at::Tensor noise = u.reshape(mean.sizes());
    const at::Tensor z = mean + alpha_.exp() * noise;
    const at::Tensor log_q = standard_log_prob(noise) - size * alpha_;
    const at::Tensor error = (decoder_(z) - x) * beta_.exp();
    const at::Tensor log_x = standard_log_prob(error) + size * beta_;
    return log_x + prior_->log_likelihood(z, h) - log_q;
}

at::Tensor FVae::log_likelihood(const at::Tensor& x, const at::Tensor& h) {
    return elbo(x, fixed_normal_like(x), h);
}

at::Tensor FVae::pixel_bound(const at::Tensor& pixels, const at::Tensor& noise, const at::Tensor& h) {
    const auto planes = noise.chunk(2, 1);
    const at::Tensor x = ops::dequantise(pixels, planes[0].contiguous(), config().n_bits);
    return elbo(x, standard_normal_of(planes[1]), h);
}

Encoded FVae::encode(const at::Tensor& x, const at::Tensor& h, const std::stop_token& stop) {
    return {prior_->encode(encoder_(x), h, stop).eps, log_likelihood(x, h)};
}

Decoded FVae::decode(const std::vector<at::Tensor>& eps, const at::Tensor& h, const std::stop_token& stop) {
    const at::Tensor x = decoder_(prior_->decode(eps, h, stop).x);
    return {x, log_likelihood(x, h)};
}

}  // namespace bplf::flow
