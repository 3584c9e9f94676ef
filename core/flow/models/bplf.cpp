// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/flow/models/bplf.h"

namespace bplf::flow {

FlowConfig bplf_defaults() {
    FlowConfig config;
    config.system = "bplf";
    config.kernels = "333";
    config.parts = 2;
    config.dependence = "input";
    config.first = "const";
    config.scale = "tanh";
    config.order = "scale_shift";
    return config;
}

FlowConfig bplf_313_defaults() {
    FlowConfig config = bplf_defaults();
    config.system = "bplf-313";
    config.kernels = "313";
    return config;
}

}  // namespace bplf::flow
