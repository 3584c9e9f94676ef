// SPDX-License-Identifier: GPL-3.0-or-later
// DLF: K parts, each transformed by what the part before says (core/flow/README.md#dynamic-linear).
#pragma once

#include "core/flow/config.h"

namespace bplf::flow {

/// K = 2, parameters from the input, our identity start. Its own start is scale_start = −3, last_bias = 1; K is
/// `parts`, the inverse type `dependence` = output.
FlowConfig dlf_defaults();

}  // namespace bplf::flow
