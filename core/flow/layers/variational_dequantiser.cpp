// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/flow/layers/variational_dequantiser.h"

#include <torch/types.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/flow/layers/gaussian_prior.h"
#include "core/flow/layers/squeeze.h"

namespace bplf::flow {
namespace {

constexpr std::int64_t kMostContextChannels = 32, kContextBlocks = 3;  // FPP
constexpr double kHalfStep = 0x1p-25;                                  // of float32 uniform numbers

nn::GatedAttentionNetOptions context_options(const VariationalDequantiserConfig& config) {
    nn::GatedAttentionNetOptions options;
    options.in_channels = 2 * config.channels;
    options.out_channels = options.width = std::min(config.net.width, kMostContextChannels);
    options.blocks = kContextBlocks;
    options.heads = 0;
    options.out_gain = 1;
    options.dropout = config.net.dropout;
    return options;
}

}  // namespace

at::Tensor standard_normal_of(const at::Tensor& uniform) {
    const at::Tensor inside = uniform.to(at::kDouble).clamp(kHalfStep, 1 - kHalfStep);
    return (at::erfinv(2 * inside - 1) * std::numbers::sqrt2).to(at::kFloat);
}

VariationalDequantiser::VariationalDequantiser(VariationalDequantiserConfig config)
    : torch::nn::Module("VariationalDequantiser") {
    const nn::GatedAttentionNetOptions context = context_options(config);
    context_net_ = register_module("context", nn::GatedAttentionNet(context));
    for (std::int64_t i = 0; i < config.couplings; ++i) build_step(config, context.out_channels);
}

void VariationalDequantiser::build_step(const VariationalDequantiserConfig& config, std::int64_t context_channels) {
    const std::string prefix = "step" + std::to_string(steps_.size() + 1) + "_";
    MixtureCouplingConfig coupling;
    coupling.channels = 2 * config.channels;
    coupling.height = config.height;
    coupling.width = config.width / 2;
    coupling.components = config.components;
    coupling.net = config.net;
    coupling.net.context_channels = context_channels;
    Step step;
    step.norm = register_module(prefix + "norm",
                                std::make_shared<ElementNorm>(coupling.channels, coupling.height, coupling.width));
    step.mix = register_module(prefix + "conv1x1", std::make_shared<HalvesConv1x1>(coupling.channels));
    step.coupling = register_module(prefix + "coupling", std::make_shared<MixtureCoupling>(coupling));
    steps_.push_back(step);
}

DequantisationNoise VariationalDequantiser::forward(const at::Tensor& image, const at::Tensor& eps,
                                                    const at::Tensor& h) {
    const at::Tensor context = context_net_->forward(split_columns(image), {});
    at::Tensor value = split_columns(eps);
    at::Tensor log_det = zero_log_det(eps);
    const auto apply = [&](const Mapped& mapped) {
        value = mapped.value;
        log_det = log_det + mapped.log_det;
    };
    for (const Step& step : steps_) {
        apply(step.norm->forward(value, h));
        apply(step.mix->forward(value, h));
        apply(step.coupling->forward(value, h, context));
        apply(swap_.forward(value, h));
    }
    const at::Tensor y = join_columns(value);
    const at::Tensor slope = (at::log_sigmoid(y) + at::log_sigmoid(-y)).flatten(1).sum(1);
    return {y.sigmoid(), standard_log_prob(eps) - log_det - slope};
}

}  // namespace bplf::flow
