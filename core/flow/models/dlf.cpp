// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/flow/models/dlf.h"

namespace bplf::flow {

FlowConfig dlf_defaults() {
    FlowConfig config;
    config.system = "dlf";
    config.kernels = "313";
    config.first = "const";
    config.scale = "tanh";
    config.shared_scale = true;
    config.order = "shift_scale";
    config.position = "edge";
    return config;
}

}  // namespace bplf::flow
