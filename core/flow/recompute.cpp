// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/flow/recompute.h"

#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/types.h>

namespace bplf::flow {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// Carries the callable through IValue-only saved_data.
struct StepHolder : torch::CustomClassHolder {
    StepFunction step;
};

class Recompute : public torch::autograd::Function<Recompute> {
  public:
    /// `anchor` is a scalar that needs a gradient: without it the graph would end at an x that needs none.
    static variable_list forward(AutogradContext* context, const at::Tensor& x, const std::optional<at::Tensor>& label,
                                 const at::Tensor&, const c10::intrusive_ptr<StepHolder>& holder) {
        const at::Tensor h = label.value_or(at::Tensor());
        context->save_for_backward({x, h});
        context->saved_data["step"] = c10::IValue::make_capsule(holder);
        const Mapped mapped = holder->step(x, h);
        return {mapped.value, mapped.log_det.contiguous()};
    }

    static variable_list backward(AutogradContext* context, variable_list grads) {
        const auto saved = context->get_saved_variables();
        const auto holder = c10::static_intrusive_pointer_cast<StepHolder>(context->saved_data["step"].toCapsule());
        const at::AutoGradMode enable(true);
        const at::Tensor x = saved[0].detach().requires_grad_(true);
        at::Tensor h = saved[1];
        const bool label_gradient = h.defined() && context->needs_input_grad(1);
        if (label_gradient) h = h.detach().requires_grad_(true);
        const Mapped mapped = holder->step(x, h);
        torch::autograd::backward({mapped.value, mapped.log_det}, {grads[0], grads[1]});
        return {x.grad(), label_gradient ? h.grad() : at::Tensor(), at::Tensor(), at::Tensor()};
    }
};

}  // namespace

Mapped recompute_in_backward(const StepFunction& step, const at::Tensor& x, const at::Tensor& h) {
    auto holder = c10::make_intrusive<StepHolder>();
    holder->step = step;
    const at::Tensor anchor = at::zeros({1}, x.options()).requires_grad_(true);
    const variable_list out = Recompute::apply(x, h.defined() ? std::optional(h) : std::nullopt, anchor, holder);
    return {out[0], out[1]};
}

}  // namespace bplf::flow
