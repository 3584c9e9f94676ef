// SPDX-License-Identifier: GPL-3.0-or-later
// actnorm against the same mathematics composed from ATen.
#pragma once

#include "tests/core/ops/op_cases.h"

namespace bplf::test {

/// Compares values and all gradients of actnorm or its inverse for every shape and layout.
void check_actnorm(bool inverse, at::TensorOptions options);

/// Calls the kernels of `device` on buffers between guard bands.
void check_actnorm_guards(bool inverse, const at::Device& device);

}  // namespace bplf::test
