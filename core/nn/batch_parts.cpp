// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/batch_parts.h"

#include <torch/csrc/autograd/custom_function.h>
#include <torch/types.h>

namespace bplf::nn {
namespace {

thread_local BatchParts* current_parts = nullptr;

at::Tensor added_up(const at::Tensor& values, BatchParts& parts) {
    // A copy in any case: the sum is made in place.
    at::Tensor here = at::empty(values.sizes(), at::kFloat);
    here.copy_(values);
    parts.sum(here);
    return here.to(values.options());
}

/// The pointer travels with the node: a backward pass may run on another thread.
class SumOverParts : public torch::autograd::Function<SumOverParts> {
  public:
    static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& values, std::int64_t parts) {
        context->saved_data["parts"] = parts;
        return added_up(values, *reinterpret_cast<BatchParts*>(parts));
    }
    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                   const torch::autograd::variable_list& gradients) {
        auto* parts = reinterpret_cast<BatchParts*>(context->saved_data["parts"].toInt());
        return {added_up(gradients[0], *parts), at::Tensor()};
    }
};

}  // namespace

BatchPartsGuard::BatchPartsGuard(BatchParts& parts) {
    current_parts = &parts;
}

BatchPartsGuard::~BatchPartsGuard() {
    current_parts = nullptr;
}

BatchParts* batch_parts() {
    return current_parts;
}

at::Tensor sum_over_parts(const at::Tensor& values, BatchParts& parts) {
    return SumOverParts::apply(values, reinterpret_cast<std::int64_t>(&parts));
}

}  // namespace bplf::nn
