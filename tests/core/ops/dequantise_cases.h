// SPDX-License-Identifier: GPL-3.0-or-later
// dequantise and quantise against the same mathematics composed from ATen in float64.
#pragma once

#include "tests/core/ops/op_cases.h"

namespace bplf::test {

void check_dequantise(const at::Device& device);
void check_quantise(const at::Device& device);

/// Calls the kernels of `device` on buffers between guard bands.
void check_dequantise_guards(const at::Device& device);

}  // namespace bplf::test
