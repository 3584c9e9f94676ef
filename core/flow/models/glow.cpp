// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/flow/models/glow.h"

namespace bplf::flow {

FlowConfig glow_defaults() {
    FlowConfig config;
    config.system = "glow";
    config.kernels = "313";
    config.first = "identity";
    config.scale = "sigmoid2";
    config.order = "shift_scale";
    config.position = "edge";
    config.flow_actnorm = true;
    return config;
}

}  // namespace bplf::flow
