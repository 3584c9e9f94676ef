// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/flow/layers/invertible_conv1x1.h"

#include <torch/types.h>

#include "core/base/error.h"

namespace bplf::flow {
namespace {

at::Tensor mix(const at::Tensor& weight, const at::Tensor& x) {
    return at::conv2d(x, weight.unsqueeze(-1).unsqueeze(-1));
}

at::Tensor random_orthogonal(std::int64_t size) {
    const auto [q, r] = at::linalg_qr(at::randn({size, size}, at::kDouble));
    return q.to(at::kFloat).contiguous();
}

}  // namespace

InvertibleConv1x1::InvertibleConv1x1(std::int64_t channels, Form form)
    : Bijection("InvertibleConv1x1"), form_(form), channels_(channels) {
    if (form_ == Form::kPermutation) {
        weight_ = register_buffer("weight", at::eye(channels).index_select(0, at::randperm(channels)));
        return;
    }
    const at::Tensor start = random_orthogonal(channels);
    if (form_ == Form::kPlain) {
        weight_ = register_parameter("weight", start);
        return;
    }
    permutation_ = register_buffer("permutation", at::eye(channels));
    sign_ = register_buffer("sign", at::ones({channels}));
    lower_ = register_parameter("lower", at::zeros({channels, channels}));
    upper_ = register_parameter("upper", at::zeros({channels, channels}));
    log_diagonal_ = register_parameter("log_diagonal", at::zeros({channels}));
    set_weight(start);
}

void InvertibleConv1x1::set_weight(const at::Tensor& weight) {
    const at::NoGradGuard no_grad;
    if (form_ != Form::kPlu) {
        weight_.copy_(weight);
        return;
    }
    const auto [p, l, u] = at::linalg_lu(weight.to(at::kDouble));
    permutation_.copy_(p);
    lower_.copy_(l.tril(-1));
    upper_.copy_(u.triu(1));
    sign_.copy_(u.diagonal().sign());
    log_diagonal_.copy_(u.diagonal().abs().log());
}

at::Tensor InvertibleConv1x1::weight() const {
    if (form_ != Form::kPlu) return weight_;
    const at::Tensor unit = at::eye(channels_, lower_.options());
    const at::Tensor lower = lower_.tril(-1) + unit;
    const at::Tensor upper = upper_.triu(1) + at::diag(sign_ * log_diagonal_.exp());
    return at::matmul(permutation_, at::matmul(lower, upper));
}

at::Tensor InvertibleConv1x1::inverse_weight() const {
    const at::Tensor w = weight();
    const auto [inverse, info] = at::linalg_inv_ex(w.to(at::kDouble));
    if (info.item<int>() != 0) {
        throw Error(ErrorKind::kNumeric, "A 1×1 convolution has become singular.", {},
                    "Go back to an earlier checkpoint, or train with conv1x1 = plu.");
    }
    return inverse.to(w.scalar_type());
}

at::Tensor InvertibleConv1x1::log_abs_det() const {
    if (form_ == Form::kPlu) return log_diagonal_.sum();
    return std::get<1>(at::linalg_slogdet(weight_.to(at::kDouble)));
}

Mapped InvertibleConv1x1::forward(const at::Tensor& x, const at::Tensor&) {
    const double places = static_cast<double>(x.size(2) * x.size(3));
    return {mix(weight(), x), (log_abs_det() * places).to(x.scalar_type()).expand({x.size(0)})};
}

Mapped InvertibleConv1x1::inverse(const at::Tensor& z, const at::Tensor&) {
    const double places = static_cast<double>(z.size(2) * z.size(3));
    return {mix(inverse_weight(), z), (log_abs_det() * -places).to(z.scalar_type()).expand({z.size(0)})};
}

void InvertibleConv1x1::pretty_print(std::ostream& stream) const {
    stream << "InvertibleConv1x1(" << channels_
           << (form_ == Form::kPlu           ? ", PLU)"
               : form_ == Form::kPermutation ? ", permutation)"
                                             : ")");
}

}  // namespace bplf::flow
