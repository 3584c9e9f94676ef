// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/flow/layers/label_light.h"

#include <torch/types.h>

namespace bplf::flow {
namespace {

/// [N] to one value a batch entry.
at::Tensor per_image(const at::Tensor& values) {
    return values.view({-1, 1, 1, 1});
}

}  // namespace

LabelLight::LabelLight(std::int64_t labels) : Bijection("LabelLight") {
    offset_ = register_buffer("offset", at::zeros({labels}));
    logs_ = register_buffer("logs", at::zeros({labels}));
    middle_ = register_buffer("middle", at::zeros({1}));
}

Mapped LabelLight::forward(const at::Tensor& x, const at::Tensor& h) {
    const at::Tensor logs = at::matmul(h, logs_);
    const at::Tensor from = per_image(at::matmul(h, offset_) + middle_);
    return {(x - from) * per_image((-logs).exp()) + middle_, logs * (-static_cast<double>(x[0].numel()))};
}

Mapped LabelLight::inverse(const at::Tensor& z, const at::Tensor& h) {
    const at::Tensor logs = at::matmul(h, logs_);
    const at::Tensor to = per_image(at::matmul(h, offset_) + middle_);
    return {(z - middle_) * per_image(logs.exp()) + to, logs * static_cast<double>(z[0].numel())};
}

void LabelLight::set(const at::Tensor& offset, const at::Tensor& logs, double middle) {
    const at::NoGradGuard no_grad;
    offset_.copy_(offset);
    logs_.copy_(logs);
    middle_.fill_(middle);
}

}  // namespace bplf::flow
