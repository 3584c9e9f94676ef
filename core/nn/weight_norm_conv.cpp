// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/weight_norm_conv.h"

#include <torch/types.h>

#include "core/nn/coupling_net.h"

namespace bplf::nn {
namespace {

constexpr double kLeastDeviation = 1e-2;  // of a channel that the batch hardly excites

}  // namespace

WeightNormConvImpl::WeightNormConvImpl(std::int64_t in, std::int64_t out, std::int64_t kernel, double start_gain)
    : torch::nn::Module("WeightNormConv"), start_gain_(start_gain) {
    direction_ = register_parameter("direction", at::randn({out, in, kernel, kernel}));
    gain_ = register_parameter("gain", at::full({out}, start_gain));
    bias_ = register_parameter("bias", at::zeros({out}));
}

void WeightNormConvImpl::initialise(const at::Tensor& raw) {
    const at::NoGradGuard no_grad;
    const at::Tensor wide = raw.to(at::kDouble);
    const at::Tensor deviation = wide.var({0, 2, 3}, /*unbiased=*/false).sqrt().clamp_min(kLeastDeviation);
    gain_.copy_(start_gain_ / deviation);
    bias_.copy_(-wide.mean({0, 2, 3}) * start_gain_ / deviation);
}

at::Tensor WeightNormConvImpl::forward(const at::Tensor& x) {
    const at::Tensor unit = direction_ / at::linalg_vector_norm(direction_, 2, at::IntArrayRef{1, 2, 3}, true);
    const std::int64_t ring = direction_.size(2) / 2;
    if (start_gain_ > 0 && InitialisationGuard::active()) initialise(at::conv2d(x, unit, {}, 1, ring));
    return at::conv2d(x, unit * gain_.view({-1, 1, 1, 1}), bias_, 1, ring);
}

}  // namespace bplf::nn
