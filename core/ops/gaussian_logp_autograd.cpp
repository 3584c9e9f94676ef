// SPDX-License-Identifier: GPL-3.0-or-later
// gaussian_logp with autograd: checks, allocates, and calls the kernels of the tensor's device.
#include "core/ops/gaussian_logp.h"

#include "core/ops/operands.h"

#include <torch/csrc/autograd/custom_function.h>
#include <torch/types.h>

#include <algorithm>

namespace bplf::ops {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr const char* kName = "gaussian_logp";

struct Inputs {
    at::Tensor z;
    at::Tensor mean;
    at::Tensor log_sd;
};

GaussianArgs arguments(const Inputs& inputs) {
    const Extent extent = extent_of(inputs.z);
    return {.precision = precision_of(inputs.z),
            .device = ordinal_of(inputs.z),
            .extent = extent,
            .z = image_operand_of(inputs.z),
            .mean = operand_of(inputs.mean, extent),
            .log_sd = operand_of(inputs.log_sd, extent)};
}

at::Tensor run(const Inputs& inputs) {
    at::Tensor log_p = at::zeros({inputs.z.size(0)}, inputs.z.options());
    if (inputs.z.numel() > 0) {
        const GaussianArgs in = arguments(inputs);
        const at::Tensor scratch = scratch_like(log_p, scratch_size(in));
        table_for(log_p.device())
            .gaussian_logp(
                {.in = in, .log_p = log_p.mutable_data_ptr(), .scratch = scratch.mutable_data_ptr<double>()});
    }
    return log_p;
}

variable_list run_backward(const Inputs& inputs, const at::Tensor& grad) {
    if (inputs.z.numel() == 0) {
        return {at::zeros_like(inputs.z), at::zeros_like(inputs.mean), at::zeros_like(inputs.log_sd)};
    }
    const GaussianArgs in = arguments(inputs);
    const at::Tensor grad_log_p = grad.contiguous();
    const at::Tensor scratch = scratch_like(grad_log_p, scratch_size(in));
    at::Tensor grad_z = at::empty(inputs.z.sizes(), inputs.z.options());
    at::Tensor grad_mean = at::empty(inputs.mean.sizes(), inputs.mean.options());
    at::Tensor grad_log_sd = at::empty(inputs.log_sd.sizes(), inputs.log_sd.options());
    table_for(grad_z.device())
        .gaussian_logp_backward({.in = in,
                                 .grad_log_p = grad_log_p.const_data_ptr(),
                                 .grad_z = grad_z.mutable_data_ptr(),
                                 .grad_mean = grad_mean.mutable_data_ptr(),
                                 .grad_log_sd = grad_log_sd.mutable_data_ptr(),
                                 .scratch = scratch.mutable_data_ptr<double>()});
    return {grad_z, grad_mean, grad_log_sd};
}

class GaussianLogpFunction : public torch::autograd::Function<GaussianLogpFunction> {
  public:
    static at::Tensor forward(AutogradContext* context, const at::Tensor& z, const at::Tensor& mean,
                              const at::Tensor& log_sd) {
        context->save_for_backward({z, mean, log_sd});
        return run({z, mean, log_sd});
    }

    static variable_list backward(AutogradContext* context, const variable_list& grads) {
        check_first_derivative(kName);
        const variable_list saved = context->get_saved_variables();
        return run_backward({saved[0], saved[1], saved[2]}, grads[0]);
    }
};

/// Mean and log_sd share one extent in the kernels: the smaller one is repeated.
at::Tensor extended(const at::Tensor& tensor, const at::Tensor& other) {
    return tensor.expand({std::max(tensor.size(0), other.size(0)), tensor.size(1),
                          std::max(tensor.size(2), other.size(2)), std::max(tensor.size(3), other.size(3))});
}

}  // namespace

at::Tensor gaussian_logp(const at::Tensor& z, const at::Tensor& mean, const at::Tensor& log_sd) {
    check_images(z, kName, "z");
    check_broadcast(mean, z, z.size(1), kName, "mean");
    check_broadcast(log_sd, z, z.size(1), kName, "log_sd");
    Inputs inputs{with_contiguous_images(z), mean, log_sd};
    if (z.numel() > 0) {
        inputs.mean = with_contiguous_images(extended(mean, log_sd));
        inputs.log_sd = with_contiguous_images(extended(log_sd, mean));
    }
    if (!needs_gradient({inputs.z, inputs.mean, inputs.log_sd})) {
        return run(inputs);
    }
    return GaussianLogpFunction::apply(inputs.z, inputs.mean, inputs.log_sd);
}

}  // namespace bplf::ops
