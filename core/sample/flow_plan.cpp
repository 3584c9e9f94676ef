// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sample/flow_plan.h"

#include <torch/torch.h>

#include <cmath>
#include <numbers>

#include "core/flow/multi_scale.h"
#include "core/sample/compiled_plan.h"
#include "core/sample/module_plan.h"

namespace bplf {

double FlowPlan::bits_per_dim(double log_likelihood) const {
    const double dimensions = static_cast<double>(config().dimensions());
    const double half_bins = std::ldexp(1.0, config().n_bits - 1);
    return (-log_likelihood / dimensions + std::log(half_bins)) / std::numbers::ln2;
}

std::shared_ptr<const FlowPlan> make_plan(const std::shared_ptr<flow::Model>& model) {
    if (const auto* flow = dynamic_cast<const flow::MultiScaleFlow*>(model.get()))
        return std::make_shared<CompiledPlan>(*flow);
    return std::make_shared<ModulePlan>(model);
}

}  // namespace bplf
