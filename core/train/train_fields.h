// SPDX-License-Identifier: GPL-3.0-or-later
// What can be set in a training, for people: what each key means and which values it takes.
#pragma once

#include <limits>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "core/train/train_config.h"

namespace bplf {

/// One key of TrainConfig.
struct TrainField {
    const char* key;
    const char* meaning;                                               ///< a sentence
    const char* range;                                                 ///< in words: "0 to below 1"
    double least = 0, most = std::numeric_limits<double>::infinity();  ///< of a number, both allowed but for `below`
    bool below = false;                                                ///< `most` itself is not allowed
    std::vector<std::string> words = {};                               ///< of a word: those allowed
    bool is_common = false;                                            ///< what most people change
};

/// One for each key, in the order of to_json(TrainConfig).
const std::vector<TrainField>& train_fields();
const TrainField& train_field(std::string_view key);

/// Error(kUsage) naming the key and its range when a number or a word is not among the field's values.
void check_train_field(const TrainField& field, double value);
void check_train_field(const TrainField& field, const std::string& word);

/// [{"key", "value", "meaning", "range", "kind": "integer" | "number" | "switch" | "word", "least", "most", "words",
/// "common"}, …]; what does not apply is left out, and so is a limit that there is none of.
nlohmann::ordered_json fields_json(const TrainConfig& config);

}  // namespace bplf
