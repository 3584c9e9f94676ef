// SPDX-License-Identifier: GPL-3.0-or-later
// Whether stored weights are of the flow that is to be trained.
#pragma once

#include <string>

#include "core/flow/config.h"

namespace bplf {

/// Error(kInput) when the weights of `where` are of another flow than the wanted one, naming each key that differs with
/// both values.
void require_same_flow(const flow::FlowConfig& stored, const flow::FlowConfig& wanted, const std::string& where,
                       const std::string& hint);

}  // namespace bplf
