// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/flow/multi_scale.h"

#include <torch/types.h>

#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/flow/layers/actnorm.h"
#include "core/flow/layers/dynamic_linear.h"
#include "core/flow/layers/invertible_conv1x1.h"
#include "core/flow/layers/squeeze.h"
#include "core/flow/recompute.h"

namespace bplf::flow {
namespace {

nn::Condition condition_of(const std::string& word) {
    if (word == "out") return nn::Condition::kOut;
    if (word == "input") return nn::Condition::kInput;
    if (word == "input+out") return nn::Condition::kInputOut;
    return word == "film" ? nn::Condition::kFilm : nn::Condition::kNone;
}

ops::Scale scale_of(const std::string& word) {
    if (word == "tanh") return ops::Scale::kTanh;
    if (word == "sigmoid2") return ops::Scale::kSigmoid2;
    return word == "clamp" ? ops::Scale::kClamp : ops::Scale::kNone;
}

InvertibleConv1x1::Form form_of(const std::string& word) {
    if (word == "plu") return InvertibleConv1x1::Form::kPlu;
    return word == "permutation" ? InvertibleConv1x1::Form::kPermutation : InvertibleConv1x1::Form::kPlain;
}

First first_of(const std::string& word) {
    if (word == "identity") return First::kIdentity;
    return word == "net" ? First::kNet : First::kConst;
}

nn::Position position_of(const std::string& word) {
    if (word == "edge") return nn::Position::kEdge;
    return word == "map" ? nn::Position::kMap : nn::Position::kNone;
}

TopPrior::Kind top_prior_of(const std::string& word) {
    if (word == "learned") return TopPrior::Kind::kLearned;
    if (word == "class") return TopPrior::Kind::kClass;
    return word == "class_map" ? TopPrior::Kind::kClassMap : TopPrior::Kind::kStandard;
}

DynamicLinearConfig dynamic_linear_config(const FlowConfig& c, std::int64_t channels, std::int64_t height,
                                          std::int64_t width) {
    DynamicLinearConfig config;
    config.channels = channels;
    config.height = height;
    config.width = width;
    config.parts = sizes_of_parts(c, channels);
    config.dependence = c.dependence == "output" ? Dependence::kOutput : Dependence::kInput;
    config.first = first_of(c.first);
    config.affine = {scale_of(c.scale), c.order == "shift_scale" ? ops::Order::kShiftScale : ops::Order::kScaleShift,
                     c.clamp};
    config.scale_start = c.scale_start;
    config.last_bias = c.last_bias;
    config.shared_scale = c.shared_scale;
    config.net.width = c.width;
    config.net.kernels = {3, c.kernels == "313" ? 1 : 3, 3};
    config.net.actnorm = c.norm == "actnorm";
    config.net.condition = condition_of(c.condition);
    config.net.position = position_of(c.position);
    config.net.labels = static_cast<std::int64_t>(c.labels.size());
    return config;
}

}  // namespace

MultiScaleFlow::MultiScaleFlow(FlowConfig settings) : Model("MultiScaleFlow", std::move(settings)) {
    if (config().top_prior == "logistic")
        throw_usage_error("a multi-scale flow has no prior 'logistic'.", "config key 'top_prior'",
                          "Use std, learned, class or class_map.");
    if (config().label_light)
        light_ =
            register_module("light", std::make_shared<LabelLight>(static_cast<std::int64_t>(config().labels.size())));
    std::int64_t channels = config().channels, height = config().height, width = config().width_px;
    for (std::int64_t level = 0; level < config().levels; ++level) {
        channels *= 4, height /= 2, width /= 2;
        build_level(level, channels, height, width);
        const bool last = level + 1 == config().levels;
        if (!last) channels /= 2;
        shapes_.push_back({channels, height, width});
    }
}

void MultiScaleFlow::build_level(std::int64_t level, std::int64_t channels, std::int64_t height, std::int64_t width) {
    const auto labels = static_cast<std::int64_t>(config().labels.size());
    const std::string prefix = "level" + std::to_string(level + 1) + "_";
    std::vector<Step> steps;
    for (std::int64_t index = 0; index < config().depth; ++index) {
        const std::string name = prefix + "step" + std::to_string(index + 1) + "_";
        Step step;
        if (config().flow_actnorm) {
            step.push_back(register_module(name + "actnorm", std::make_shared<ActNorm>(channels)));
        }
        const auto form = form_of(config().conv1x1);
        step.push_back(register_module(name + "conv1x1", std::make_shared<InvertibleConv1x1>(channels, form)));
        step.push_back(register_module(name + "dynamic_linear", std::make_shared<DynamicLinear>(dynamic_linear_config(
                                                                    config(), channels, height, width))));
        steps.push_back(std::move(step));
    }
    steps_.push_back(std::move(steps));
    if (level + 1 == config().levels) {
        top_prior_ = register_module(
            "top_prior", std::make_shared<TopPrior>(top_prior_of(config().top_prior), channels, height, width, labels));
        return;
    }
    const auto kind = config().split_prior == "std" ? SplitPrior::Kind::kStandard : SplitPrior::Kind::kLearned;
    split_priors_.push_back(register_module(
        prefix + "prior", std::make_shared<SplitPrior>(kind, channels / 2, config().split_label ? labels : 0)));
}

Mapped MultiScaleFlow::run_step(const Step& step, const at::Tensor& x, const at::Tensor& h) {
    const auto plain = [&step](const at::Tensor& input, const at::Tensor& label) {
        Mapped total{input, {}};
        for (const auto& layer : step) {
            const Mapped mapped = layer->forward(total.value, label);
            total = {mapped.value, total.log_det.defined() ? total.log_det + mapped.log_det : mapped.log_det};
        }
        return total;
    };
    if (!recompute_ || !at::GradMode::is_enabled()) return plain(x, h);
    return recompute_in_backward(plain, x, h);
}

/// Runs the levels; calls emit(level, part, prior) for every emitted part; returns Σ log_det.
template <typename Emit>
at::Tensor MultiScaleFlow::run_forward(const at::Tensor& x, const at::Tensor& h, const std::stop_token& stop,
                                       Emit&& emit) {
    require_size(x);
    auto [value, log_det] = light_ ? light_->forward(x, h) : Mapped{x, zero_log_det(x)};
    for (std::size_t level = 0; level < steps_.size(); ++level) {
        value = flow::squeeze(value);
        for (const Step& step : steps_[level]) {
            throw_if_stopped(stop);
            const Mapped mapped = run_step(step, value, h);
            value = mapped.value;
            log_det = log_det + mapped.log_det;
        }
        if (level + 1 == steps_.size()) {
            emit(level, value, top_prior_->forward(value, h));
            break;
        }
        const std::int64_t half = value.size(1) / 2;
        const at::Tensor part = value.narrow(1, half, half);
        value = value.narrow(1, 0, half).contiguous();
        emit(level, part, split_priors_[level]->forward(value, h));
    }
    return log_det;
}

at::Tensor MultiScaleFlow::log_likelihood(const at::Tensor& x, const at::Tensor& h) {
    at::Tensor prior_total;
    const at::Tensor log_det = run_forward(x, h, {}, [&](std::size_t, const at::Tensor& z, const Gaussian& prior) {
        const at::Tensor value = log_prob(z, prior);
        prior_total = prior_total.defined() ? prior_total + value : value;
    });
    return log_det + prior_total;
}

Encoded MultiScaleFlow::encode(const at::Tensor& x, const at::Tensor& h, const std::stop_token& stop) {
    Encoded encoded;
    const at::Tensor log_det = run_forward(x, h, stop, [&](std::size_t, const at::Tensor& z, const Gaussian& prior) {
        encoded.eps.push_back(whiten(z, prior).contiguous());
        const at::Tensor value = log_prob(z, prior);
        encoded.log_likelihood = encoded.log_likelihood.defined() ? encoded.log_likelihood + value : value;
    });
    encoded.log_likelihood = encoded.log_likelihood + log_det;
    return encoded;
}

Decoded MultiScaleFlow::decode(const std::vector<at::Tensor>& eps, const at::Tensor& h, const std::stop_token& stop) {
    BPLF_CHECK(eps.size() == shapes_.size(), "one code per level");
    at::Tensor value, log_likelihood;
    for (std::size_t level = steps_.size(); level-- > 0;) {
        const bool top = level + 1 == steps_.size();
        const Gaussian prior = top ? top_prior_->forward(eps[level], h) : split_priors_[level]->forward(value, h);
        const at::Tensor z = unwhiten(eps[level], prior);
        const at::Tensor log_p = log_prob(z, prior);
        log_likelihood = top ? log_p : log_likelihood + log_p;
        value = top ? z : at::cat({value, z}, 1);
        for (auto step = steps_[level].rbegin(); step != steps_[level].rend(); ++step) {
            throw_if_stopped(stop);
            for (auto layer = step->rbegin(); layer != step->rend(); ++layer) {
                const Mapped mapped = (*layer)->inverse(value, h);
                value = mapped.value;
                log_likelihood = log_likelihood - mapped.log_det;
            }
        }
        value = flow::unsqueeze(value);
    }
    if (!light_) return {value, log_likelihood};
    const Mapped lit = light_->inverse(value, h);
    return {lit.value, log_likelihood - lit.log_det};
}

}  // namespace bplf::flow
