// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/bias_relu.h"

#include <torch/csrc/autograd/custom_function.h>
#include <torch/types.h>

#include "core/base/error.h"
#include "core/nn/bias_relu_cpu.h"

namespace bplf::nn {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

BiasReluGeometry geometry_of(const at::Tensor& x, const at::Tensor& bias) {
    return {x.size(0), x.size(1), x.size(2) * x.size(3), bias.size(0) > 1};
}

class BiasRelu : public torch::autograd::Function<BiasRelu> {
  public:
    static at::Tensor forward(AutogradContext* context, const at::Tensor& x_in, const at::Tensor& bias_in,
                              const std::optional<at::Tensor>& position_in) {
        const at::Tensor x = x_in.contiguous(at::MemoryFormat::ChannelsLast);
        const at::Tensor bias = bias_in.contiguous();
        const at::Tensor position =
            position_in ? position_in->contiguous(at::MemoryFormat::ChannelsLast) : at::Tensor();
        at::Tensor y = at::empty_like(x, x.options(), at::MemoryFormat::ChannelsLast);
        const BiasReluGeometry g = geometry_of(x, bias);
        AT_DISPATCH_FLOATING_TYPES_AND(at::kBFloat16, x.scalar_type(), "bias_relu", [&] {
            bias_relu_forward<scalar_t>(x.const_data_ptr<scalar_t>(), bias.const_data_ptr<Wide<scalar_t>>(),
                                        position.defined() ? position.const_data_ptr<Wide<scalar_t>>() : nullptr,
                                        y.mutable_data_ptr<scalar_t>(), g);
        });
        context->save_for_backward({y});
        context->saved_data["per_image"] = g.per_image;
        context->saved_data["has_position"] = position.defined();
        return y;
    }

    static variable_list backward(AutogradContext* context, variable_list grads) {
        const at::Tensor y = context->get_saved_variables()[0];
        const at::Tensor grad_y = grads[0].to(y.scalar_type()).contiguous(at::MemoryFormat::ChannelsLast);
        at::Tensor grad_x = at::empty_like(y, y.options(), at::MemoryFormat::ChannelsLast);
        const auto wide = y.scalar_type() == at::kDouble ? at::kDouble : at::kFloat;
        at::Tensor grad_bias = at::empty({y.size(0), y.size(1)}, y.options().dtype(wide).memory_format({}));
        const BiasReluGeometry g{y.size(0), y.size(1), y.size(2) * y.size(3), true};
        AT_DISPATCH_FLOATING_TYPES_AND(at::kBFloat16, y.scalar_type(), "bias_relu_backward", [&] {
            bias_relu_backward<scalar_t>(y.const_data_ptr<scalar_t>(), grad_y.const_data_ptr<scalar_t>(),
                                         grad_x.mutable_data_ptr<scalar_t>(),
                                         grad_bias.mutable_data_ptr<Wide<scalar_t>>(), g);
        });
        if (!context->saved_data["per_image"].toBool()) grad_bias = grad_bias.sum(0, true);
        const at::Tensor grad_position =
            context->saved_data["has_position"].toBool() ? grad_x.sum({0}, true, wide) : at::Tensor();
        return {grad_x, grad_bias, grad_position};
    }
};

at::Tensor composed(const at::Tensor& x, const at::Tensor& bias, const at::Tensor& position) {
    at::Tensor sum = x + bias.unsqueeze(-1).unsqueeze(-1).to(x.scalar_type());
    if (position.defined()) sum = sum + position.to(x.scalar_type());
    return at::relu(sum);
}

}  // namespace

at::Tensor bias_relu(const at::Tensor& x, const at::Tensor& bias, const at::Tensor& position) {
    BPLF_CHECK(x.dim() == 4 && bias.dim() == 2 && bias.size(1) == x.size(1), "bias_relu: shapes");
    BPLF_CHECK(bias.size(0) == 1 || bias.size(0) == x.size(0), "bias_relu: one bias per image or one for all");
    if (!x.is_cpu()) return composed(x, bias, position);
    // An absent tensor must not reach autograd as an undefined one: it would ask for its device.
    return BiasRelu::apply(x, bias, position.defined() ? std::optional(position) : std::nullopt);
}

}  // namespace bplf::nn
