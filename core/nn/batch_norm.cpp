// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/batch_norm.h"

#include <torch/types.h>

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
    const at::Tensor mean = running_mean_.clone(), var = running_var_.clone();
    const at::Tensor y = at::batch_norm(x, weight_, bias_, mean, var, true, first ? 1.0 : kMomentum, kEpsilon, cudnn);
    // The trainer skips a step that overflowed; what evaluation uses must survive it too.
    running_mean_.copy_(at::where(mean.isfinite(), mean, running_mean_));
    running_var_.copy_(at::where(var.isfinite(), var, running_var_));
    return y;
}

}  // namespace bplf::nn
