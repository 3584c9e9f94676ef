// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/flow/models/flow_pp.h"

#include <torch/types.h>

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/flow/layers/gaussian_prior.h"
#include "core/flow/layers/logit.h"
#include "core/flow/layers/squeeze.h"
#include "core/flow/models/label_condition.h"
#include "core/flow/recompute.h"
#include "core/ops/dequantise.h"

namespace bplf::flow {
namespace {

constexpr std::size_t kSqueezeAfter = 0;            // the stage before the squeeze
constexpr std::int64_t kMostDequantiserBlocks = 2;  // FPP

nn::GatedAttentionNetOptions net_options(const FlowConfig& c) {
    nn::GatedAttentionNetOptions net;
    net.width = c.width;
    net.blocks = c.blocks;
    net.heads = c.heads;
    net.dropout = c.dropout;
    net.condition = label_condition(c);
    net.labels = static_cast<std::int64_t>(c.labels.size());
    return net;
}

VariationalDequantiserConfig dequantiser_config(const FlowConfig& c) {
    VariationalDequantiserConfig config;
    config.channels = c.channels;
    config.height = c.height;
    config.width = c.width_px;
    config.couplings = c.depth;
    config.components = c.components;
    config.net = net_options(c);
    config.net.blocks = std::min(c.blocks, kMostDequantiserBlocks);
    return config;
}

void require_fit(const FlowConfig& c) {
    if (c.heads > 0 && c.width % c.heads != 0) {
        throw_usage_error("the attention heads must divide the width.", "config key 'heads'");
    }
    if (c.height % 2 != 0 || c.width_px % 4 != 0) {
        throw_usage_error("flow++ needs an even height and a width in fours.", "config key 'width_px'");
    }
}

}  // namespace

FlowConfig flow_pp_defaults() {
    FlowConfig config;
    config.system = "flow++";
    config.levels = 1;
    config.depth = 4;
    config.width = 32;
    config.split_prior = "std";
    config.top_prior = "std";
    config.dequantisation = "variational";
    return config;
}

FlowPp::FlowPp(FlowConfig settings) : Model("FlowPp", std::move(settings)) {
    require_fit(config());
    const CodeShape image{config().channels, config().height, config().width_px};
    const CodeShape squeezed{4 * image.channels, image.height / 2, image.width / 2};
    const std::int64_t depth = config().depth;
    logit_ = register_module("logit", std::make_shared<Logit>());
    build_stage(/*columns=*/true, depth, image);
    build_stage(/*columns=*/false, std::max<std::int64_t>(1, depth / 2), squeezed);
    build_stage(/*columns=*/true, std::max<std::int64_t>(1, depth - 1), squeezed);
    shapes_.push_back(squeezed);
    if (config().dequantisation == "variational") {
        dequantiser_ =
            register_module("dequantiser", std::make_shared<VariationalDequantiser>(dequantiser_config(config())));
    }
}

void FlowPp::build_stage(bool columns, std::int64_t steps, CodeShape shape) {
    if (columns) shape = {2 * shape.channels, shape.height, shape.width / 2};
    const std::string prefix = "stage" + std::to_string(stages_.size() + 1) + "_step";
    Stage stage{columns, {}};
    for (std::int64_t step = 1; step <= steps; ++step) {
        const std::string name = prefix + std::to_string(step) + "_";
        MixtureCouplingConfig coupling;
        coupling.channels = shape.channels;
        coupling.height = shape.height;
        coupling.width = shape.width;
        coupling.components = config().components;
        coupling.net = net_options(config());
        stage.steps.push_back(
            {register_module(name + "norm", std::make_shared<ElementNorm>(shape.channels, shape.height, shape.width)),
             register_module(name + "conv1x1", std::make_shared<HalvesConv1x1>(shape.channels)),
             register_module(name + "coupling", std::make_shared<MixtureCoupling>(coupling)),
             register_module(name + "swap", std::make_shared<SwapHalves>())});
    }
    stages_.push_back(std::move(stage));
}

Mapped FlowPp::run_step(const Chain& step, const at::Tensor& x, const at::Tensor& h,
                        const std::stop_token& stop) const {
    if (!recompute_ || !at::GradMode::is_enabled()) return run_chain(step, x, h, stop);
    const auto run = [&step](const at::Tensor& input, const at::Tensor& label) {
        return run_chain(step, input, label);
    };
    return recompute_in_backward(run, x, h);
}

Encoded FlowPp::encode(const at::Tensor& x, const at::Tensor& h, const std::stop_token& stop) {
    require_size(x);
    Mapped mapped = logit_->forward(x, h);
    at::Tensor log_det = mapped.log_det;
    for (std::size_t index = 0; index < stages_.size(); ++index) {
        const Stage& stage = stages_[index];
        if (stage.columns) mapped.value = split_columns(mapped.value);
        for (const Chain& step : stage.steps) {
            mapped = run_step(step, mapped.value, h, stop);
            log_det = log_det + mapped.log_det;
        }
        if (stage.columns) mapped.value = join_columns(mapped.value);
        if (index == kSqueezeAfter) mapped.value = flow::squeeze(mapped.value);
    }
    return {{mapped.value}, log_det + standard_log_prob(mapped.value)};
}

at::Tensor FlowPp::log_likelihood(const at::Tensor& x, const at::Tensor& h) {
    return encode(x, h).log_likelihood;
}

Decoded FlowPp::decode(const std::vector<at::Tensor>& eps, const at::Tensor& h, const std::stop_token& stop) {
    BPLF_CHECK(eps.size() == 1, "one code");
    Mapped mapped{eps[0], {}};
    at::Tensor log_likelihood = standard_log_prob(eps[0]);
    for (std::size_t index = stages_.size(); index-- > 0;) {
        const Stage& stage = stages_[index];
        if (index == kSqueezeAfter) mapped.value = unsqueeze(mapped.value);
        if (stage.columns) mapped.value = split_columns(mapped.value);
        for (auto step = stage.steps.rbegin(); step != stage.steps.rend(); ++step) {
            mapped = run_chain_inverse(*step, mapped.value, h, stop);
            log_likelihood = log_likelihood - mapped.log_det;
        }
        if (stage.columns) mapped.value = join_columns(mapped.value);
    }
    mapped = logit_->inverse(mapped.value, h);
    return {mapped.value, log_likelihood - mapped.log_det};
}

at::Tensor FlowPp::pixel_bound(const at::Tensor& pixels, const at::Tensor& noise, const at::Tensor& h) {
    if (!dequantiser_) return Model::pixel_bound(pixels, noise, h);
    const at::ScalarType type = parameters().front().scalar_type();
    const at::Tensor centres = ops::dequantise(pixels, {}, config().n_bits).to(type);
    const DequantisationNoise shaped = dequantiser_->forward(centres, standard_normal_of(noise).to(type), h);
    const double bin = std::ldexp(2.0, -config().n_bits);
    return log_likelihood(centres + (shaped.u - 0.5) * bin, h) - shaped.log_q;
}

}  // namespace bplf::flow
