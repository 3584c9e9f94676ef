// SPDX-License-Identifier: GPL-3.0-or-later
// The vector loops of lanes.h for any processor of this architecture.
#include "core/ops/cpu/lanes.h"

#define BPLF_LANES_NAMESPACE baseline
#include "core/ops/cpu/lanes_impl.inl"
