// SPDX-License-Identifier: GPL-3.0-or-later
// What the files of two models differ in: configuration, what they say of themselves, and each tensor.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/inspect/model_facts.h"

namespace bplf::inspect {

/// A key with its value in either; nothing where one has no such key.
struct FactDifference {
    std::string key;
    std::optional<std::string> first, second;  ///< of a configuration as JSON
};

struct TensorDifference {
    std::string name;
    std::string reason;      ///< why numbers cannot be compared: "only in the first", "shapes 2x3 and 2x4"; else empty
    double relative_l2 = 0;  ///< ‖a − b‖ / ‖a‖; infinite where only b is not zero
    double largest = 0;      ///< |a − b| of the two numbers that differ most
};

struct ModelComparison {
    ModelFacts first, second;
    std::vector<FactDifference> config, metadata;
    std::vector<TensorDifference> tensors;  ///< by name; those that differ
    std::int64_t equal_tensors = 0;

    /// Whether both draw alike: what they say of themselves besides may differ.
    bool equal() const { return config.empty() && tensors.empty(); }
};

/// Numbers are compared as float64, whatever type they are stored in. Error(kInput) for what read_model_facts()
/// refuses; Error(kInterrupted) when stopped.
ModelComparison compare_models(const std::filesystem::path& first, const std::filesystem::path& second,
                               const std::stop_token& stop = {});

}  // namespace bplf::inspect
