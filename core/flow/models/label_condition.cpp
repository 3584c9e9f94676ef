// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/flow/models/label_condition.h"

#include "core/base/error.h"

namespace bplf::flow {

nn::Condition label_condition(const FlowConfig& config) {
    if (config.condition == "film") {
        throw_usage_error("'film' is not for the system " + config.system + ".", "config key 'condition'",
                          "Use one of: none, out, input, input+out.");
    }
    if (config.condition == "out") return nn::Condition::kOut;
    if (config.condition == "input") return nn::Condition::kInput;
    return config.condition == "input+out" ? nn::Condition::kInputOut : nn::Condition::kNone;
}

}  // namespace bplf::flow
