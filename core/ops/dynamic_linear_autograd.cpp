// SPDX-License-Identifier: GPL-3.0-or-later
// dynamic_linear with autograd: checks, allocates, and calls the kernels of the tensor's device.
#include "core/ops/dynamic_linear.h"

#include "core/base/error.h"
#include "core/ops/operands.h"

#include <torch/csrc/autograd/custom_function.h>
#include <torch/types.h>

#include <optional>

namespace bplf::ops {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr const char* kName = "dynamic_linear";

/// The one map that both directions are; see DynamicLinearArgs.
struct Map {
    ScaleKind scale;
    bool scale_first;
    double sign;
    double clamp;
};

struct Inputs {
    at::Tensor v;
    at::Tensor params;
    at::Tensor a;
    at::Tensor b;
};

DynamicLinearArgs arguments(const Inputs& inputs, const Map& map) {
    const Extent extent = extent_of(inputs.v);
    const bool uses_ab = map.scale == ScaleKind::kTanh;
    return {.precision = precision_of(inputs.v),
            .device = ordinal_of(inputs.v),
            .extent = extent,
            .scale = map.scale,
            .scale_first = map.scale_first,
            .sign = map.sign,
            .clamp = map.clamp,
            .v = image_operand_of(inputs.v),
            .raw = operand_of(inputs.params, extent),
            .mu = operand_of(inputs.params, extent, extent.channels),
            .a = uses_ab ? inputs.a.const_data_ptr() : nullptr,
            .b = uses_ab ? inputs.b.const_data_ptr() : nullptr};
}

std::tuple<at::Tensor, at::Tensor> run(const Inputs& inputs, const Map& map) {
    at::Tensor out = at::empty(inputs.v.sizes(), inputs.v.options());
    if (inputs.v.numel() == 0) {
        return {out, at::zeros({inputs.v.size(0)}, inputs.v.options())};
    }
    at::Tensor log_det = at::empty({inputs.v.size(0)}, inputs.v.options());
    const DynamicLinearArgs in = arguments(inputs, map);
    const at::Tensor scratch = scratch_like(out, scratch_size(in));
    table_for(out.device())
        .dynamic_linear({.in = in,
                         .out = out.mutable_data_ptr(),
                         .log_det = log_det.mutable_data_ptr(),
                         .scratch = scratch.mutable_data_ptr<double>()});
    return {out, log_det};
}

/// Gradients of v, params, a and b.
variable_list run_backward(const Inputs& inputs, const Map& map, const at::Tensor& grad_out,
                           const at::Tensor& grad_log_det) {
    if (inputs.v.numel() == 0) {
        const bool uses_ab = map.scale == ScaleKind::kTanh;
        return {at::zeros_like(inputs.v), at::zeros_like(inputs.params),
                uses_ab ? at::zeros_like(inputs.a) : at::Tensor(), uses_ab ? at::zeros_like(inputs.b) : at::Tensor()};
    }
    const DynamicLinearArgs in = arguments(inputs, map);
    const at::Tensor grad_y = grad_out.contiguous();
    const at::Tensor grad_ld = grad_log_det.contiguous();
    const at::Tensor scratch = scratch_like(grad_y, scratch_size(in));
    at::Tensor grad_v = at::empty(inputs.v.sizes(), inputs.v.options());
    at::Tensor grad_params = at::empty(inputs.params.sizes(), inputs.params.options());
    at::Tensor grad_a;
    at::Tensor grad_b;
    if (map.scale == ScaleKind::kTanh) {
        grad_a = at::empty(inputs.a.sizes(), inputs.a.options());
        grad_b = at::empty(inputs.b.sizes(), inputs.b.options());
    }
    char* grad_raw = static_cast<char*>(grad_params.mutable_data_ptr());
    table_for(grad_v.device())
        .dynamic_linear_backward({.in = in,
                                  .grad_out = grad_y.const_data_ptr(),
                                  .grad_log_det = grad_ld.const_data_ptr(),
                                  .grad_v = grad_v.mutable_data_ptr(),
                                  .grad_raw = grad_raw,
                                  .grad_mu = grad_raw + grad_params.stride(0) / 2 * grad_params.element_size(),
                                  .grad_a = grad_a.defined() ? grad_a.mutable_data_ptr() : nullptr,
                                  .grad_b = grad_b.defined() ? grad_b.mutable_data_ptr() : nullptr,
                                  .scratch = scratch.mutable_data_ptr<double>()});
    return {grad_v, grad_params, grad_a, grad_b};
}

class DynamicLinearFunction : public torch::autograd::Function<DynamicLinearFunction> {
  public:
    static variable_list forward(AutogradContext* context, const at::Tensor& v, const at::Tensor& params,
                                 const std::optional<at::Tensor>& a, const std::optional<at::Tensor>& b, int64_t scale,
                                 bool scale_first, double sign, double clamp) {
        const Inputs inputs{v, params, a.value_or(at::Tensor()), b.value_or(at::Tensor())};
        context->save_for_backward({inputs.v, inputs.params, inputs.a, inputs.b});
        context->saved_data["scale"] = scale;
        context->saved_data["scale_first"] = scale_first;
        context->saved_data["sign"] = sign;
        context->saved_data["clamp"] = clamp;
        auto [out, log_det] = run(inputs, {static_cast<ScaleKind>(scale), scale_first, sign, clamp});
        return {out, log_det};
    }

    static variable_list backward(AutogradContext* context, const variable_list& grads) {
        check_first_derivative(kName);
        const variable_list saved = context->get_saved_variables();
        const Map map{static_cast<ScaleKind>(context->saved_data["scale"].toInt()),
                      context->saved_data["scale_first"].toBool(), context->saved_data["sign"].toDouble(),
                      context->saved_data["clamp"].toDouble()};
        variable_list result = run_backward({saved[0], saved[1], saved[2], saved[3]}, map, grads[0], grads[1]);
        result.resize(8);
        return result;
    }
};

void check(const Inputs& inputs, const Map& map) {
    check_images(inputs.v, kName, "x");
    check_broadcast(inputs.params, inputs.v, 2 * inputs.v.size(1), kName, "params");
    if (map.scale == ScaleKind::kTanh) {
        check_per_channel(inputs.a, inputs.v, kName, "a");
        check_per_channel(inputs.b, inputs.v, kName, "b");
    }
    BPLF_CHECK(map.scale != ScaleKind::kClamp || map.clamp > 0, "clamp must be positive");
}

std::tuple<at::Tensor, at::Tensor> apply(const Inputs& given, const Map& map) {
    check(given, map);
    Inputs inputs{with_contiguous_images(given.v), with_contiguous_images(given.params), {}, {}};
    if (map.scale == ScaleKind::kTanh) {
        inputs.a = given.a.contiguous();
        inputs.b = given.b.contiguous();
    }
    if (!needs_gradient({inputs.v, inputs.params, inputs.a, inputs.b})) {
        return run(inputs, map);
    }
    // Autograd takes an absent tensor only as an empty optional.
    using Optional = std::optional<at::Tensor>;
    const bool uses_ab = map.scale == ScaleKind::kTanh;
    const variable_list out = DynamicLinearFunction::apply(
        inputs.v, inputs.params, uses_ab ? Optional(inputs.a) : Optional(), uses_ab ? Optional(inputs.b) : Optional(),
        static_cast<int64_t>(map.scale), map.scale_first, map.sign, map.clamp);
    return {out[0], out[1]};
}

ScaleKind kind_of(Scale scale) {
    switch (scale) {
        case Scale::kNone:
            return ScaleKind::kNone;
        case Scale::kTanh:
            return ScaleKind::kTanh;
        case Scale::kSigmoid2:
            return ScaleKind::kSigmoid2;
        case Scale::kClamp:
            return ScaleKind::kClamp;
    }
    throw Error(ErrorKind::kInternal, "dynamic_linear: unknown scale");
}

}  // namespace

std::tuple<at::Tensor, at::Tensor> dynamic_linear(const at::Tensor& x, const at::Tensor& params, const at::Tensor& a,
                                                  const at::Tensor& b, const DynamicLinearOptions& options) {
    return apply({x, params, a, b}, {kind_of(options.scale), options.order == Order::kScaleShift, 1.0, options.clamp});
}

std::tuple<at::Tensor, at::Tensor> dynamic_linear_inverse(const at::Tensor& y, const at::Tensor& params,
                                                          const at::Tensor& a, const at::Tensor& b,
                                                          const DynamicLinearOptions& options) {
    // The inverse of scale-then-shift is shift-then-scale with both negated, and the other way round.
    return apply({y, params, a, b}, {kind_of(options.scale), options.order == Order::kShiftScale, -1.0, options.clamp});
}

}  // namespace bplf::ops
