// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/flow/layers/halves_conv1x1.h"

#include <torch/types.h>

#include "core/base/error.h"

namespace bplf::flow {
namespace {

constexpr double kStartDeviation = 0.001;  // FPP

std::shared_ptr<InvertibleConv1x1> near_identity(std::int64_t channels) {
    auto conv = std::make_shared<InvertibleConv1x1>(channels, InvertibleConv1x1::Form::kPlain);
    conv->set_weight(at::eye(channels) + at::randn({channels, channels}) * kStartDeviation);
    return conv;
}

Mapped join(const Mapped& first, const Mapped& second) {
    return {at::cat({first.value, second.value}, 1), first.log_det + second.log_det};
}

}  // namespace

HalvesConv1x1::HalvesConv1x1(std::int64_t channels) : Bijection("HalvesConv1x1") {
    BPLF_CHECK(channels % 2 == 0, "two equal halves");
    first_ = register_module("first", near_identity(channels / 2));
    second_ = register_module("second", near_identity(channels / 2));
}

Mapped HalvesConv1x1::forward(const at::Tensor& x, const at::Tensor& h) {
    const std::vector<at::Tensor> halves = x.chunk(2, 1);
    return join(first_->forward(halves[0], h), second_->forward(halves[1], h));
}

Mapped HalvesConv1x1::inverse(const at::Tensor& z, const at::Tensor& h) {
    const std::vector<at::Tensor> halves = z.chunk(2, 1);
    return join(first_->inverse(halves[0], h), second_->inverse(halves[1], h));
}

Mapped SwapHalves::forward(const at::Tensor& x, const at::Tensor&) {
    const std::vector<at::Tensor> halves = x.chunk(2, 1);
    return {at::cat({halves[1], halves[0]}, 1), zero_log_det(x)};
}

}  // namespace bplf::flow
