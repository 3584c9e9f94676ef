// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/flow/pyramid/context_flow.h"

#include <torch/nn/module.h>
#include <torch/types.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/flow/layers/actnorm.h"
#include "core/flow/layers/dynamic_linear.h"
#include "core/flow/layers/invertible_conv1x1.h"
#include "core/flow/layers/squeeze.h"
#include "core/flow/pyramid/haar.h"

namespace bplf::flow {
namespace {

constexpr std::int64_t kDetailFeatureLayers = 4;  // without a squeeze the field of view grows by layers alone
constexpr std::int64_t kScaleFeatureLayers = 3;

}  // namespace

ContextFlow::ContextFlow(const ContextFlowOptions& options) : torch::nn::Module("ContextFlow"), options_(options) {
    const std::int64_t count = std::max<std::int64_t>(options.scales, 1);
    std::int64_t channels = options.channels, features_in = options.given_channels;
    for (std::int64_t i = 0; i < count; ++i) {
        if (squeezes()) channels *= 4, features_in *= 4;
        const bool last = i + 1 == count;
        scales_.push_back(make_scale(i, channels, features_in, last));
        if (!last) channels /= 2;
        features_in = options.features;
    }
}

ContextFlow::Scale ContextFlow::make_scale(std::int64_t index, std::int64_t channels, std::int64_t features_in,
                                           bool last) {
    const std::string name = "scale" + std::to_string(index + 1) + "_";
    Scale scale;
    scale.features = register_module(
        name + "features",
        nn::FeatureNet(features_in, options_.features, squeezes() ? kScaleFeatureLayers : kDetailFeatureLayers));
    for (std::int64_t step = 0; step < options_.depth; ++step) {
        const bool larger_first = channels % 2 != 0 && step % 2 != 0;
        scale.steps.push_back(
            make_step(name + "step" + std::to_string(step + 1) + "_", channels, channels / 2 + (larger_first ? 1 : 0)));
    }
    const std::int64_t emitted = last ? channels : channels / 2;
    nn::CouplingNetOptions net;
    net.in_channels = options_.features + options_.given_channels + (last ? 0 : channels - emitted);
    net.out_channels = 2 * emitted;
    net.width = options_.width;
    net.kernels = {3, options_.middle_kernel, 3};
    scale.prior = register_module(name + "prior", nn::CouplingNet(net));
    return scale;
}

Chain ContextFlow::make_step(const std::string& name, std::int64_t channels, std::int64_t first) {
    DynamicLinearConfig config;
    config.channels = channels;
    config.parts = {first, channels - first};
    config.first = First::kContext;
    config.context = options_.features + options_.given_channels;
    config.log_scale_bound = options_.log_scale_bound / static_cast<double>(options_.depth);
    config.net.width = options_.width;
    config.net.kernels = {3, options_.middle_kernel, 3};
    return {register_module(name + "actnorm", std::make_shared<ActNorm>(channels)),
            register_module(name + "conv1x1",
                            std::make_shared<InvertibleConv1x1>(channels, InvertibleConv1x1::Form::kPlain)),
            register_module(name + "dynamic_linear", std::make_shared<DynamicLinear>(config))};
}

std::vector<CodeShape> ContextFlow::code_shapes(std::int64_t height, std::int64_t width) const {
    if (!squeezes()) return {{options_.channels, height, width}};
    std::vector<CodeShape> shapes;
    std::int64_t channels = options_.channels;
    for (std::int64_t i = 0; i < options_.scales; ++i) {
        channels *= 4, height /= 2, width /= 2;
        if (i + 1 < options_.scales) channels /= 2;
        shapes.push_back({channels, height, width});
    }
    return shapes;
}

std::vector<at::Tensor> ContextFlow::contexts(const at::Tensor& given) {
    std::vector<at::Tensor> result;
    at::Tensor features = given;
    for (std::size_t i = 0; i < scales_.size(); ++i) {
        features = scales_[i].features->forward(squeezes() ? flow::squeeze(features) : features);
        const at::Tensor beside = haar_mean(given, squeezes() ? static_cast<std::int64_t>(i) + 1 : 0);
        result.push_back(at::cat({features, beside}, 1));
    }
    return result;
}

Gaussian ContextFlow::prior_of(Scale& scale, const at::Tensor& half, const at::Tensor& context) {
    const at::Tensor both = scale.prior->forward(half.defined() ? at::cat({half, context}, 1) : context, {});
    const std::int64_t channels = both.size(1) / 2;
    return {both.narrow(1, 0, channels), both.narrow(1, channels, channels).tanh() * options_.log_deviation_bound};
}

/// Calls emit(part, prior) for every emitted part, fine to coarse; returns Σ log_det.
template <typename Emit>
at::Tensor ContextFlow::run_forward(const at::Tensor& x, const at::Tensor& given, const std::stop_token& stop,
                                    Emit&& emit) {
    BPLF_CHECK(x.size(1) == options_.channels && given.size(1) == options_.given_channels &&
                   x.size(2) == given.size(2) && x.size(3) == given.size(3),
               "ContextFlow: planes");
    const std::vector<at::Tensor> context = contexts(given);
    at::Tensor value = x, log_det;
    for (std::size_t i = 0; i < scales_.size(); ++i) {
        if (squeezes()) value = flow::squeeze(value);
        for (const Chain& step : scales_[i].steps) {
            const Mapped mapped = run_chain(step, value, context[i], stop);
            value = mapped.value;
            log_det = log_det.defined() ? log_det + mapped.log_det : mapped.log_det;
        }
        if (i + 1 == scales_.size()) {
            emit(value, prior_of(scales_[i], {}, context[i]));
            break;
        }
        const std::int64_t half = value.size(1) / 2;
        const at::Tensor part = value.narrow(1, half, half);
        value = value.narrow(1, 0, half).contiguous();
        emit(part, prior_of(scales_[i], value, context[i]));
    }
    return log_det;
}

at::Tensor ContextFlow::log_likelihood(const at::Tensor& x, const at::Tensor& given) {
    at::Tensor total;
    const at::Tensor log_det = run_forward(x, given, {}, [&](const at::Tensor& z, const Gaussian& prior) {
        const at::Tensor value = log_prob(z, prior);
        total = total.defined() ? total + value : value;
    });
    return total + log_det;
}

Encoded ContextFlow::encode(const at::Tensor& x, const at::Tensor& given, const std::stop_token& stop) {
    Encoded encoded;
    const at::Tensor log_det = run_forward(x, given, stop, [&](const at::Tensor& z, const Gaussian& prior) {
        encoded.eps.push_back(whiten(z, prior).contiguous());
        const at::Tensor value = log_prob(z, prior);
        encoded.log_likelihood = encoded.log_likelihood.defined() ? encoded.log_likelihood + value : value;
    });
    encoded.log_likelihood = encoded.log_likelihood + log_det;
    return encoded;
}

Decoded ContextFlow::decode(const std::vector<at::Tensor>& eps, const at::Tensor& given, const std::stop_token& stop) {
    BPLF_CHECK(eps.size() == scales_.size(), "one code per scale");
    const std::vector<at::Tensor> context = contexts(given);
    at::Tensor value, log_likelihood = zero_log_det(given);
    for (std::size_t i = scales_.size(); i-- > 0;) {
        const Gaussian prior = prior_of(scales_[i], value, context[i]);
        const at::Tensor z = unwhiten(eps[i], prior);
        log_likelihood = log_likelihood + log_prob(z, prior);
        value = value.defined() ? at::cat({value, z}, 1) : z;
        for (auto step = scales_[i].steps.rbegin(); step != scales_[i].steps.rend(); ++step) {
            const Mapped mapped = run_chain_inverse(*step, value, context[i], stop);
            value = mapped.value;
            log_likelihood = log_likelihood - mapped.log_det;
        }
        if (squeezes()) value = flow::unsqueeze(value);
    }
    return {value, log_likelihood};
}

}  // namespace bplf::flow
