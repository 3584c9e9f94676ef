// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/flat_parameters.h"

#include <torch/types.h>

namespace bplf {

FlatParameters::FlatParameters(torch::nn::Module& model) {
    const at::NoGradGuard no_grad;
    std::int64_t total = 0;
    for (const auto& item : model.named_parameters()) {
        parameters_.push_back(item.value());
        layout_ += item.key() + " " + std::to_string(item.value().numel()) + "\n";
        total += item.value().numel();
    }
    const auto options = parameters_.front().options().requires_grad(false);
    values_ = at::empty({total}, options);
    gradient_ = at::zeros({total}, options);
    std::int64_t offset = 0;
    for (at::Tensor& parameter : parameters_) {
        const std::int64_t count = parameter.numel();
        at::Tensor view = values_.narrow(0, offset, count).view(parameter.sizes());
        view.copy_(parameter);
        parameter.set_data(view);
        parameter.mutable_grad() = gradient_.narrow(0, offset, count).view(parameter.sizes());
        offset += count;
    }
}

void FlatParameters::zero_gradient() {
    gradient_.zero_();
}

SwappedValues::SwappedValues(FlatParameters& parameters, const at::Tensor& other)
    : parameters_(parameters), saved_(parameters.values().clone()) {
    parameters_.values().copy_(other);
}

SwappedValues::~SwappedValues() {
    parameters_.values().copy_(saved_);
}

}  // namespace bplf
