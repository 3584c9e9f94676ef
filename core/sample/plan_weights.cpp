// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sample/plan_weights.h"

#include <torch/types.h>

#include "core/flow/checkpoint.h"
#include "core/flow/layers/actnorm.h"
#include "core/flow/layers/invertible_conv1x1.h"

namespace bplf {

std::vector<float> values_of(const at::Tensor& tensor) {
    const at::Tensor flat = tensor.detach().to(at::kCPU, at::kFloat).contiguous();
    return {flat.const_data_ptr<float>(), flat.const_data_ptr<float>() + flat.numel()};
}

WeightSource weights_of(const flow::Density& model) {
    return [state = flow::named_state(model)](const std::string& name) {
        const auto found = state.find(name);
        return found == state.end() ? std::vector<float>{} : values_of(found->second);
    };
}

ChannelMix fold_mixing(const flow::Chain& step, int pixels) {
    const at::NoGradGuard no_grad;
    at::Tensor scale, bias, weight;
    double log_det = 0;
    for (const auto& layer : step) {
        if (const auto* norm = dynamic_cast<const flow::ActNorm*>(layer.get())) {
            scale = norm->log_scale().to(at::kCPU, at::kDouble).exp();
            bias = norm->bias().to(at::kCPU, at::kDouble);
            log_det += pixels * norm->log_scale().to(at::kDouble).sum().item<double>();
        }
        if (const auto* conv = dynamic_cast<const flow::InvertibleConv1x1*>(layer.get())) {
            weight = conv->weight().to(at::kCPU, at::kDouble);
            static_cast<void>(conv->inverse_weight());  // refuses a singular one
            log_det += pixels * conv->log_abs_det().to(at::kDouble).item<double>();
        }
    }
    at::Tensor offset = at::zeros({weight.size(0)}, at::kDouble);
    if (scale.defined()) {
        weight = weight * scale.unsqueeze(0);
        offset = at::mv(weight, bias);
    }
    return {values_of(weight), values_of(at::linalg_inv(weight)), values_of(offset), log_det};
}

}  // namespace bplf
