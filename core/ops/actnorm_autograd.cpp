// SPDX-License-Identifier: GPL-3.0-or-later
// actnorm with autograd: checks, allocates, and calls the kernels of the tensor's device.
#include "core/ops/actnorm.h"

#include "core/ops/operands.h"

#include <torch/csrc/autograd/custom_function.h>
#include <torch/types.h>

namespace bplf::ops {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr const char* kName = "actnorm";

struct Inputs {
    at::Tensor v;
    at::Tensor bias;
    at::Tensor log_scale;
};

ActnormArgs arguments(const Inputs& inputs, bool inverse) {
    return {.precision = precision_of(inputs.v),
            .device = ordinal_of(inputs.v),
            .extent = extent_of(inputs.v),
            .scale_first = inverse,
            .sign = inverse ? -1.0 : 1.0,
            .v = image_operand_of(inputs.v),
            .bias = inputs.bias.const_data_ptr(),
            .log_scale = inputs.log_scale.const_data_ptr()};
}

at::Tensor run(const Inputs& inputs, bool inverse) {
    at::Tensor out = at::empty(inputs.v.sizes(), inputs.v.options());
    if (out.numel() > 0) {
        table_for(out.device()).actnorm({.in = arguments(inputs, inverse), .out = out.mutable_data_ptr()});
    }
    return out;
}

variable_list run_backward(const Inputs& inputs, bool inverse, const at::Tensor& grad) {
    if (inputs.v.numel() == 0) {
        return {at::zeros_like(inputs.v), at::zeros_like(inputs.bias), at::zeros_like(inputs.log_scale)};
    }
    const ActnormArgs in = arguments(inputs, inverse);
    const at::Tensor grad_out = grad.contiguous();
    const at::Tensor scratch = scratch_like(grad_out, scratch_size(in));
    at::Tensor grad_v = at::empty(inputs.v.sizes(), inputs.v.options());
    at::Tensor grad_bias = at::empty(inputs.bias.sizes(), inputs.bias.options());
    at::Tensor grad_log_scale = at::empty(inputs.log_scale.sizes(), inputs.log_scale.options());
    table_for(grad_v.device())
        .actnorm_backward({.in = in,
                           .grad_out = grad_out.const_data_ptr(),
                           .grad_v = grad_v.mutable_data_ptr(),
                           .grad_bias = grad_bias.mutable_data_ptr(),
                           .grad_log_scale = grad_log_scale.mutable_data_ptr(),
                           .scratch = scratch.mutable_data_ptr<double>()});
    return {grad_v, grad_bias, grad_log_scale};
}

class ActnormFunction : public torch::autograd::Function<ActnormFunction> {
  public:
    static at::Tensor forward(AutogradContext* context, const at::Tensor& v, const at::Tensor& bias,
                              const at::Tensor& log_scale, bool inverse) {
        context->save_for_backward({v, bias, log_scale});
        context->saved_data["inverse"] = inverse;
        return run({v, bias, log_scale}, inverse);
    }

    static variable_list backward(AutogradContext* context, const variable_list& grads) {
        check_first_derivative(kName);
        const variable_list saved = context->get_saved_variables();
        variable_list result =
            run_backward({saved[0], saved[1], saved[2]}, context->saved_data["inverse"].toBool(), grads[0]);
        result.resize(4);
        return result;
    }
};

at::Tensor apply(const at::Tensor& v, const at::Tensor& bias, const at::Tensor& log_scale, bool inverse) {
    check_images(v, kName, "x");
    check_per_channel(bias, v, kName, "bias");
    check_per_channel(log_scale, v, kName, "log_scale");
    const Inputs inputs{with_contiguous_images(v), bias.contiguous(), log_scale.contiguous()};
    if (!needs_gradient({inputs.v, inputs.bias, inputs.log_scale})) {
        return run(inputs, inverse);
    }
    return ActnormFunction::apply(inputs.v, inputs.bias, inputs.log_scale, inverse);
}

}  // namespace

at::Tensor actnorm(const at::Tensor& x, const at::Tensor& bias, const at::Tensor& log_scale) {
    return apply(x, bias, log_scale, false);
}

at::Tensor actnorm_inverse(const at::Tensor& y, const at::Tensor& bias, const at::Tensor& log_scale) {
    return apply(y, bias, log_scale, true);
}

}  // namespace bplf::ops
