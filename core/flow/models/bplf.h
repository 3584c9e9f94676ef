// SPDX-License-Identifier: GPL-3.0-or-later
// BPLF (this project's paper): bi-parallel dynamic linear steps (core/flow/README.md#dynamic-linear), both halves
// transformed.
#pragma once

#include "core/flow/config.h"

namespace bplf::flow {

/// "BPLF 3*3": K = 2, parameters from the input half, g of three 3×3 convolutions.
FlowConfig bplf_defaults();
/// "BPLF 3*3&1*1": g with a 1×1 in the middle.
FlowConfig bplf_313_defaults();

}  // namespace bplf::flow
