// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/same_flow.h"

#include <nlohmann/json.hpp>

#include "core/base/error.h"

namespace bplf {

void require_same_flow(const flow::FlowConfig& stored, const flow::FlowConfig& wanted, const std::string& where,
                       const std::string& hint) {
    if (stored == wanted) return;
    const auto there = flow::to_json(stored), here = flow::to_json(wanted);
    std::string keys;
    for (const auto& [key, value] : here.items()) {
        if (there.at(key) == value) continue;
        keys += (keys.empty() ? "" : ", ") + key + ' ' + there.at(key).dump() + " instead of " + value.dump();
    }
    throw_input_error("is of another flow than the configuration: " + keys + ".", where, hint);
}

}  // namespace bplf
