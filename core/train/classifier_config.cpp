// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/classifier_config.h"

#include <nlohmann/json.hpp>

#include "core/base/error.h"

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
    visit("optimiser", c.optimiser.kind);
    visit("beta1", c.optimiser.beta1);
    visit("beta2", c.optimiser.beta2);
    visit("epsilon", c.optimiser.epsilon);
    visit("weight_decay", c.optimiser.weight_decay);
    visit("schedule", c.schedule.kind);
    visit("learning_rate", c.schedule.peak);
    visit("learning_rate_floor", c.schedule.floor);
    visit("warmup", c.schedule.warmup);
    visit("log_every", c.log_every);
    visit("validate_every", c.validate_every);
    visit("seed", c.seed);
}

void require(bool condition, const char* key, const char* range) {
    if (condition) return;
    throw_usage_error("is out of range.", std::string("training key '") + key + "'",
                      std::string("Use ") + range + ".");
}

}  // namespace

void validate(const ClassifierConfig& c) {
    require(c.steps >= 1, "steps", "1 or more");
    // Batch norm needs two images for a variance.
    require(c.batch_size >= 2 && c.batch_size <= 65536, "batch_size", "2 to 65536");
    require(c.label_smoothing >= 0 && c.label_smoothing < 1, "label_smoothing", "0 to below 1");
    require(c.balance >= 0 && c.balance <= 1, "balance", "0 to 1");
    require(c.shift >= 0 && c.shift <= 64, "shift", "0 to 64");
    require(c.optimiser.weight_decay >= 0, "weight_decay", "0 or more");
    require(c.log_every >= 1, "log_every", "1 or more");
    require(c.validate_every >= 1, "validate_every", "1 or more");
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
