// SPDX-License-Identifier: GPL-3.0-or-later
// Tensors with their statistics, as `model info --tensors` and `model tensors` say them.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "core/inspect/tensor_facts.h"

namespace bplf::cli {

/// {"name", "dtype", "shape"} and, of a tensor that is not empty, "min", "max", "mean" and "std".
nlohmann::ordered_json tensor_json(const inspect::TensorFacts& tensor);
nlohmann::ordered_json tensors_json(const std::vector<inspect::TensorFacts>& tensors);
/// A line for each.
std::string tensors_text(const std::vector<inspect::TensorFacts>& tensors);

}  // namespace bplf::cli
