// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/batch_norm.h"

#include <torch/types.h>

#include "core/nn/batch_parts.h"
#include "core/nn/coupling_net.h"

namespace bplf::nn {
namespace {

constexpr double kMomentum = 0.1, kEpsilon = 1e-5;

}  // namespace

BatchNormImpl::BatchNormImpl(std::int64_t channels) : torch::nn::Module("BatchNorm") {
    weight_ = register_parameter("weight", at::ones({channels}));
    bias_ = register_parameter("bias", at::zeros({channels}));
    running_mean_ = register_buffer("running_mean", at::zeros({channels}));
    running_var_ = register_buffer("running_var", at::ones({channels}));
}

at::Tensor BatchNormImpl::forward(const at::Tensor& x) {
    const bool cudnn = at::globalContext().userEnabledCuDNN();
    const bool first = InitialisationGuard::active();
    if (!first && !is_training()) {
        return at::batch_norm(x, weight_, bias_, running_mean_, running_var_, false, kMomentum, kEpsilon, cudnn);
    }
    BatchParts* parts = batch_parts();
    if (parts != nullptr && !first) return forward_part(x, *parts);
    const at::Tensor mean = running_mean_.clone(), var = running_var_.clone();
    const at::Tensor y = at::batch_norm(x, weight_, bias_, mean, var, true, first ? 1.0 : kMomentum, kEpsilon, cudnn);
    keep(mean, var);
    return y;
}

at::Tensor BatchNormImpl::forward_part(const at::Tensor& x, BatchParts& parts) {
    const auto count = static_cast<double>(x.numel() / x.size(1) * parts.count());
    const auto by_channel = [&](const at::Tensor& values) { return values.view({1, x.size(1), 1, 1}); };
    const at::Tensor mean = sum_over_parts(x.to(at::kFloat).sum({0, 2, 3}), parts) / count;
    const at::Tensor centred = x - by_channel(mean);
    const at::Tensor var = sum_over_parts(centred.square().sum({0, 2, 3}), parts) / count;
    {
        const at::NoGradGuard no_grad;
        keep(at::lerp(running_mean_, mean, kMomentum), at::lerp(running_var_, var * (count / (count - 1)), kMomentum));
    }
    return (centred * by_channel((var + kEpsilon).rsqrt() * weight_) + by_channel(bias_)).to(x.scalar_type());
}

void BatchNormImpl::keep(const at::Tensor& mean, const at::Tensor& var) {
    // The trainer skips a step that overflowed; what evaluation uses must survive it too.
    running_mean_.copy_(at::where(mean.isfinite(), mean, running_mean_));
    running_var_.copy_(at::where(var.isfinite(), var, running_var_));
}

}  // namespace bplf::nn
