// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/flow/layers/actnorm.h"

#include <torch/types.h>

#include "core/nn/coupling_net.h"
#include "core/ops/actnorm.h"

namespace bplf::flow {

ActNorm::ActNorm(std::int64_t channels) : Bijection("ActNorm") {
    bias_ = register_parameter("bias", at::zeros({channels}));
    logs_ = register_parameter("logs", at::zeros({channels}));
}

at::Tensor ActNorm::log_scale() const {
    return logs_ * nn::kLogScaleFactor;
}

at::Tensor ActNorm::log_det(const at::Tensor& x, double sign) const {
    const double places = static_cast<double>(x.size(2) * x.size(3));
    return (log_scale().sum() * (sign * places)).expand({x.size(0)});
}

Mapped ActNorm::forward(const at::Tensor& x, const at::Tensor&) {
    if (nn::InitialisationGuard::active()) {
        const at::NoGradGuard no_grad;
        const auto [bias, logs] = nn::actnorm_statistics(x);
        bias_.copy_(bias);
        logs_.copy_(logs);
    }
    return {ops::actnorm(x, bias_, log_scale()), log_det(x, 1)};
}

Mapped ActNorm::inverse(const at::Tensor& z, const at::Tensor&) {
    return {ops::actnorm_inverse(z, bias_, log_scale()), log_det(z, -1)};
}

void ActNorm::pretty_print(std::ostream& stream) const {
    stream << "ActNorm(" << bias_.size(0) << ")";
}

}  // namespace bplf::flow
