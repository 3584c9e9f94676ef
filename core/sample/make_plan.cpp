// SPDX-License-Identifier: GPL-3.0-or-later
// Which plan a model gets.
#include <torch/types.h>

#include "core/flow/multi_scale.h"
#include "core/flow/pyramid/pyramid.h"
#include "core/sample/compiled_plan.h"
#include "core/sample/flow_plan.h"
#include "core/sample/module_plan.h"
#include "core/sample/pyramid_plan.h"

namespace bplf {

std::shared_ptr<const FlowPlan> make_plan(const std::shared_ptr<flow::Model>& model) {
    if (const auto* flow = dynamic_cast<const flow::MultiScaleFlow*>(model.get()))
        return std::make_shared<CompiledPlan>(*flow);
    if (const auto* pyramid = dynamic_cast<const flow::Pyramid*>(model.get()))
        return std::make_shared<PyramidPlan>(*pyramid);
    return std::make_shared<ModulePlan>(model);
}

}  // namespace bplf
