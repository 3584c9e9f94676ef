// SPDX-License-Identifier: GPL-3.0-or-later
// How the label enters the nets of RealNVP and Flow++.
#pragma once

#include "core/flow/config.h"
#include "core/nn/coupling_net.h"

namespace bplf::flow {

/// The config's `condition`. Error(kUsage) for "film", which these nets do not have.
nn::Condition label_condition(const FlowConfig& config);

}  // namespace bplf::flow
