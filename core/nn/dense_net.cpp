// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/dense_net.h"

#include <torch/types.h>

#include <cmath>

#include "core/base/error.h"

namespace bplf::nn {
namespace {

constexpr double kLastRange = 0.01;

}  // namespace

DenseNetImpl::DenseNetImpl(const DenseNetOptions& options) {
    BPLF_CHECK(options.layers >= 1, "a dense network has a hidden layer");
    std::int64_t in = options.in;
    for (std::int64_t layer = 0; layer <= options.layers; ++layer) {
        const bool last = layer == options.layers;
        const std::int64_t out = last ? options.out : options.hidden;
        const at::Tensor start = last ? (at::rand({out, in}) * 2 - 1) * kLastRange
                                      : at::randn({out, in}) * std::sqrt(2.0 / static_cast<double>(in));
        const std::string name = last ? "last" : "layer" + std::to_string(layer + 1);
        weights_.push_back(register_parameter(name + "_weight", start));
        biases_.push_back(register_parameter(name + "_bias", at::zeros({out})));
        in = out;
    }
    if (options.labels > 0) label_ = register_parameter("label", at::zeros({options.labels, options.hidden}));
}

at::Tensor DenseNetImpl::forward(const at::Tensor& x, const at::Tensor& h) {
    at::Tensor value = x;
    for (std::size_t layer = 0; layer < weights_.size(); ++layer) {
        value = at::linear(value, weights_[layer], biases_[layer]);
        if (layer == 0 && label_.defined()) value = value + at::mm(h, label_);
        if (layer + 1 < weights_.size()) value = at::relu(value);
    }
    return value;
}

}  // namespace bplf::nn
