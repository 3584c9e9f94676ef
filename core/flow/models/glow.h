// SPDX-License-Identifier: GPL-3.0-or-later
// Glow (Kingma and Dhariwal 2018): actnorm, 1×1 convolution, affine coupling (core/flow/README.md#systems).
#pragma once

#include "core/flow/config.h"

namespace bplf::flow {

FlowConfig glow_defaults();

}  // namespace bplf::flow
