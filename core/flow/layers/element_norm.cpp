// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/flow/layers/element_norm.h"

#include <torch/types.h>

#include "core/nn/coupling_net.h"

namespace bplf::flow {
namespace {

constexpr double kLeastDeviation = 1e-3;

}  // namespace

ElementNorm::ElementNorm(std::int64_t channels, std::int64_t height, std::int64_t width) : Bijection("ElementNorm") {
    bias_ = register_parameter("bias", at::zeros({1, channels, height, width}));
    logs_ = register_parameter("logs", at::zeros({1, channels, height, width}));
}

void ElementNorm::initialise(const at::Tensor& x) {
    const at::NoGradGuard no_grad;
    const at::Tensor wide = x.to(at::kDouble);
    bias_.copy_(-wide.mean(0, /*keepdim=*/true));
    if (x.size(0) == 1) return;
    const at::Tensor deviation = wide.var({0}, /*unbiased=*/false, /*keepdim=*/true).sqrt();
    logs_.copy_(-deviation.clamp_min(kLeastDeviation).log());
}

Mapped ElementNorm::forward(const at::Tensor& x, const at::Tensor&) {
    if (nn::InitialisationGuard::active()) initialise(x);
    return {(x + bias_) * logs_.exp(), logs_.sum().expand({x.size(0)})};
}

Mapped ElementNorm::inverse(const at::Tensor& z, const at::Tensor&) {
    return {z * (-logs_).exp() - bias_, -logs_.sum().expand({z.size(0)})};
}

}  // namespace bplf::flow
