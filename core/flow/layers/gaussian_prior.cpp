// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/flow/layers/gaussian_prior.h"

#include <torch/types.h>

#include "core/base/error.h"
#include "core/nn/coupling_net.h"
#include "core/ops/gaussian_logp.h"

namespace bplf::flow {
namespace {

Gaussian standard_like(const at::Tensor& x) {
    const at::Tensor zero = at::zeros({1, x.size(1), 1, 1}, x.options());
    return {zero, zero};
}

Gaussian halves(const at::Tensor& both) {
    const std::int64_t channels = both.size(1) / 2;
    return {both.narrow(1, 0, channels), both.narrow(1, channels, channels)};
}

}  // namespace

at::Tensor whiten(const at::Tensor& z, const Gaussian& prior) {
    return (z - prior.mean) * (-prior.log_sd).exp();
}

at::Tensor unwhiten(const at::Tensor& eps, const Gaussian& prior) {
    return eps * prior.log_sd.exp() + prior.mean;
}

at::Tensor log_prob(const at::Tensor& z, const Gaussian& prior) {
    return ops::gaussian_logp(z, prior.mean, prior.log_sd);
}

at::Tensor standard_log_prob(const at::Tensor& z) {
    return log_prob(z, standard_like(z));
}

SplitPrior::SplitPrior(Kind kind, std::int64_t channels, std::int64_t labels)
    : torch::nn::Module("SplitPrior"), kind_(kind) {
    if (kind_ == Kind::kStandard) return;
    weight_ = register_parameter("weight", at::zeros({2 * channels, channels, 3, 3}));
    bias_ = register_parameter("bias", at::zeros({2 * channels}));
    logs_ = register_parameter("logs", at::zeros({2 * channels}));
    if (labels > 0) label_ = register_parameter("label", at::zeros({labels, 2 * channels}));
    gain_ = register_parameter("gain", at::ones({1}));
    offset_ = register_parameter("offset", at::zeros({1}));
}

Gaussian SplitPrior::forward(const at::Tensor& x, const at::Tensor& h) {
    if (kind_ == Kind::kStandard) return standard_like(x);
    const at::Tensor gain = (logs_ * nn::kLogScaleFactor).exp();
    at::Tensor both = at::conv2d(x, weight_ * gain.view({-1, 1, 1, 1}), bias_ * gain, 1, 1);
    if (label_.defined()) both = both + at::matmul(h, label_).unsqueeze(-1).unsqueeze(-1);
    Gaussian prior = halves(both);
    prior.log_sd = gain_ * prior.log_sd.tanh() + offset_;
    return prior;
}

TopPrior::TopPrior(Kind kind, std::int64_t channels, std::int64_t height, std::int64_t width, std::int64_t labels)
    : torch::nn::Module("TopPrior"), kind_(kind), channels_(channels), height_(height), width_(width) {
    BPLF_CHECK(labels > 0 || kind == Kind::kStandard || kind == Kind::kLearned, "a class prior needs labels");
    if (kind_ == Kind::kStandard) return;
    const bool map = kind_ == Kind::kClassMap;
    base_ = register_parameter("base",
                               map ? at::zeros({1, 2 * channels, height, width}) : at::zeros({1, 2 * channels, 1, 1}));
    if (kind_ == Kind::kClass) label_ = register_parameter("label", at::zeros({labels, 2 * channels}));
    if (map) label_ = register_parameter("label", at::zeros({labels, 2 * channels * height * width}));
}

Gaussian TopPrior::forward(const at::Tensor& like, const at::Tensor& h) {
    if (kind_ == Kind::kStandard) return standard_like(like);
    if (!label_.defined()) return halves(base_);
    const at::Tensor shift = at::matmul(h, label_);
    const bool map = kind_ == Kind::kClassMap;
    return halves(base_ + (map ? shift.view({-1, 2 * channels_, height_, width_}) : shift.unsqueeze(-1).unsqueeze(-1)));
}

}  // namespace bplf::flow
