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

BiasReluType type_of(const at::Tensor& x) {
    if (x.scalar_type() == at::kBFloat16) return BiasReluType::kBfloat16;
    BPLF_CHECK(x.scalar_type() == at::kFloat || x.scalar_type() == at::kDouble, "bias_relu: type of x");
    return x.scalar_type() == at::kDouble ? BiasReluType::kFloat64 : BiasReluType::kFloat32;
}

/// Of biases, positions and sums beside x.
at::ScalarType wide_type(const at::Tensor& x) {
    return x.scalar_type() == at::kDouble ? at::kDouble : at::kFloat;
}

BiasReluGeometry geometry_of(const at::Tensor& x, bool per_image) {
    return {type_of(x), x.size(0), x.size(1), x.size(2) * x.size(3), per_image};
}

class BiasRelu : public torch::autograd::Function<BiasRelu> {
  public:
    static at::Tensor forward(AutogradContext* context, const at::Tensor& x_in, const at::Tensor& bias_in,
                              const std::optional<at::Tensor>& position_in) {
        const at::Tensor x = x_in.contiguous(at::MemoryFormat::ChannelsLast);
        const at::Tensor bias = bias_in.to(wide_type(x)).contiguous();
        const at::Tensor position =
            position_in ? position_in->to(wide_type(x)).contiguous(at::MemoryFormat::ChannelsLast) : at::Tensor();
        at::Tensor y = at::empty_like(x, x.options(), at::MemoryFormat::ChannelsLast);
        const BiasReluGeometry g = geometry_of(x, bias.size(0) > 1);
        bias_relu_forward(g, x.const_data_ptr(), bias.const_data_ptr(),
                          position.defined() ? position.const_data_ptr() : nullptr, y.mutable_data_ptr());
        // The next convolution keeps y for its own gradient: a mask beside it would only be more to write.
        context->save_for_backward({y});
        context->saved_data["per_image"] = g.per_image;
        context->saved_data["has_position"] = position.defined();
        return y;
    }

    static variable_list backward(AutogradContext* context, variable_list grads) {
        const at::Tensor y = context->get_saved_variables()[0];
        const at::Tensor grad_y = grads[0].to(y.scalar_type()).contiguous(at::MemoryFormat::ChannelsLast);
        at::Tensor grad_x = at::empty_like(y, y.options(), at::MemoryFormat::ChannelsLast);
        const at::TensorOptions wide = y.options().dtype(wide_type(y)).memory_format({});
        at::Tensor grad_bias = at::empty({y.size(0), y.size(1)}, wide);
        at::Tensor grad_position;
        if (context->saved_data["has_position"].toBool()) {
            grad_position = at::empty({1, y.size(1), y.size(2), y.size(3)}, wide, at::MemoryFormat::ChannelsLast);
        }
        bias_relu_backward(geometry_of(y, true), y.const_data_ptr(), grad_y.const_data_ptr(), grad_x.mutable_data_ptr(),
                           grad_bias.mutable_data_ptr(),
                           grad_position.defined() ? grad_position.mutable_data_ptr() : nullptr);
        if (!context->saved_data["per_image"].toBool()) grad_bias = grad_bias.sum(0, true);
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
