// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/classifier_config.h"

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/train/config_fields.h"

namespace bplf {
namespace {

/// The one list of keys that reading and writing share.
template <typename Config, typename Visit>
void for_each_field(Config& c, Visit&& visit) {
    visit("steps", c.steps);
    visit("batch_size", c.batch_size);
    visit("width", c.width);
    visit("dropout", c.dropout);
    visit("label_smoothing", c.label_smoothing);
    visit("balance", c.balance);
    visit("flip", c.flip);
    visit("shift", c.shift);
    for_each_optimisation_field(c, visit);
    visit("log_every", c.log_every);
    visit("validate_every", c.validate_every);
    visit("seed", c.seed);
}

}  // namespace

void validate(const ClassifierConfig& c) {
    require_in_range(c.steps >= 1, "steps", "1 or more");
    // Batch norm needs two images for a variance.
    require_in_range(c.batch_size >= 2 && c.batch_size <= 65536, "batch_size", "2 to 65536");
    require_in_range(c.label_smoothing >= 0 && c.label_smoothing < 1, "label_smoothing", "0 to below 1");
    require_in_range(c.balance >= 0 && c.balance <= 1, "balance", "0 to 1");
    require_in_range(c.shift >= 0 && c.shift <= 64, "shift", "0 to 64");
    require_in_range(c.optimiser.weight_decay >= 0, "weight_decay", "0 or more");
    require_in_range(c.log_every >= 1, "log_every", "1 or more");
    require_in_range(c.validate_every >= 1, "validate_every", "1 or more");
    validate(c.schedule);
}

nlohmann::ordered_json to_json(const ClassifierConfig& config) {
    nlohmann::ordered_json json;
    for_each_field(config, [&](const char* key, const auto& member) { json[key] = member; });
    return json;
}

ClassifierConfig classifier_config_from_json(const nlohmann::json& json) {
    ClassifierConfig config;
    for_each_field(config, [&](const char* key, auto& member) {
        try {
            json.at(key).get_to(member);
        } catch (const nlohmann::json::exception&) {
            throw_usage_error("is missing or has the wrong type.", std::string("training key '") + key + "'");
        }
    });
    config.schedule.total = config.steps;
    validate(config);
    return config;
}

}  // namespace bplf
