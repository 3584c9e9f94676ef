// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/feature_net.h"

#include <torch/types.h>

#include <cmath>

#include "core/nn/bias_relu.h"

namespace bplf::nn {
namespace {

constexpr std::int64_t kKernel = 3;

/// Keeps the size of the activations through ReLUs (He et al., 2015).
at::Tensor he_normal(std::int64_t out, std::int64_t in) {
    const double fan_in = static_cast<double>(in * kKernel * kKernel);
    return at::randn({out, in, kKernel, kKernel}) * std::sqrt(2.0 / fan_in);
}

}  // namespace

FeatureNetImpl::FeatureNetImpl(std::int64_t in_channels, std::int64_t features, std::int64_t layers) {
    for (std::int64_t i = 0; i < layers; ++i) {
        const std::string name = "layer" + std::to_string(i + 1) + "_";
        weights_.push_back(register_parameter(name + "weight", he_normal(features, i == 0 ? in_channels : features)));
        biases_.push_back(register_parameter(name + "bias", at::zeros({features})));
    }
}

at::Tensor FeatureNetImpl::forward(const at::Tensor& x) {
    const at::ScalarType type = compute_type_.value_or(weights_.front().scalar_type());
    at::Tensor value = x;
    for (std::size_t i = 0; i < weights_.size(); ++i) {
        const at::Tensor input = value.to(type).contiguous(at::MemoryFormat::ChannelsLast);
        const at::Tensor response = at::conv2d(input, weights_[i].to(type), {}, 1, kKernel / 2);
        if (i + 1 < weights_.size()) {
            value = bias_relu(response, biases_[i].unsqueeze(0), {});
        } else {
            value = response.to(x.scalar_type()) + biases_[i].view({1, -1, 1, 1});
        }
    }
    return value.contiguous();
}

}  // namespace bplf::nn
