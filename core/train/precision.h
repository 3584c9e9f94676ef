// SPDX-License-Identifier: GPL-3.0-or-later
// In which numbers networks compute while they are trained.
#pragma once

#include <ATen/core/Tensor.h>

#include <optional>
#include <string>

namespace bplf {

/// Whether this processor multiplies bfloat16 natively (AVX-512 BF16 or AMX).
bool has_native_bfloat16();

/// The type for a setting "auto", "bfloat16" or "float32" on a device; nothing: the weights' own, float32.
std::optional<at::ScalarType> compute_type(const std::string& precision, at::Device device);

}  // namespace bplf
