// SPDX-License-Identifier: GPL-3.0-or-later
// The weights of a network out of a safetensors file, exactly those it has and nothing else.
#pragma once

#include <ATen/core/Tensor.h>

#include <map>
#include <string>

#include "core/io/safetensors.h"

namespace bplf {

/// Copies every tensor of `state` (name → tensor to fill, any floating or integer type) from the file; float16
/// is widened. Error(kInput) naming file and tensor: one is missing, extra, of another shape or kind of type,
/// or holds NaN or infinite values.
void copy_stored_state(const SafetensorsFile& file, const std::map<std::string, at::Tensor>& state);

/// Detached copies on the CPU, as write_tensors() takes them; `half` narrows the floating ones to float16.
std::map<std::string, at::Tensor> state_to_store(const std::map<std::string, at::Tensor>& state, bool half);

}  // namespace bplf
