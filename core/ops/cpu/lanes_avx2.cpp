// SPDX-License-Identifier: GPL-3.0-or-later
// The vector loops of lanes.h for x86-64 with AVX2 and FMA.
#include "core/ops/cpu/lanes.h"

#define BPLF_LANES_NAMESPACE avx2
#include "core/ops/cpu/lanes_impl.inl"
