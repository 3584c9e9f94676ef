// SPDX-License-Identifier: GPL-3.0-or-later
// gaussian_logp against the same mathematics composed from ATen.
#pragma once

#include "tests/core/ops/op_cases.h"

namespace bplf::test {

/// Compares values and all gradients for every shape, broadcast of each parameter, and layout.
void check_gaussian(at::TensorOptions options);

/// Calls the kernels of `device` on buffers between guard bands.
void check_gaussian_guards(const at::Device& device);

}  // namespace bplf::test
