// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/train_config.h"

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/train/config_fields.h"
#include "core/train/train_fields.h"

namespace bplf {
namespace {

/// The one list of keys that reading and writing share.
template <typename Config, typename Visit>
void for_each_field(Config& c, Visit&& visit) {
    visit("steps", c.steps);
    visit("batch_size", c.batch_size);
    for_each_optimisation_field(c, visit);
    visit("clip", c.clip);
    visit("ema", c.ema);
    visit("label_dropout", c.label_dropout);
    visit("balance", c.balance);
    visit("flip", c.flip);
    visit("shift", c.shift);
    visit("patch", c.patch);
    visit("cut_above", c.cut_above);
    visit("cut_below", c.cut_below);
    visit("cut_sides", c.cut_sides);
    visit("precision", c.precision);
    visit("recompute", c.recompute);
    visit("initialisation_images", c.initialisation_images);
    visit("log_every", c.log_every);
    visit("validate_every", c.validate_every);
    visit("validation_images", c.validation_images);
    visit("sample_every", c.sample_every);
    visit("checkpoint_every", c.checkpoint_every);
    visit("keep_every", c.keep_every);
    visit("seed", c.seed);
}

void check_value(const char* key, const std::string& word) {
    check_train_field(train_field(key), word);
}

template <typename Number>
void check_value(const char* key, Number number) {
    check_train_field(train_field(key), static_cast<double>(number));
}

void check_value(const char*, bool) {}

void validate_config(const TrainConfig& c) {
    for_each_field(c, [](const char* key, const auto& member) { check_value(key, member); });
    require_in_range(c.cut_above + c.cut_below < 1, "cut_above, cut_below", "shares that leave something");
    validate(c.schedule);
}

}  // namespace

nlohmann::ordered_json to_json(const TrainConfig& config) {
    nlohmann::ordered_json json;
    for_each_field(config, [&](const char* key, const auto& member) { json[key] = member; });
    return json;
}

TrainConfig train_config_from_json(const nlohmann::json& json, const TrainConfig& base) {
    TrainConfig config = base;
    if (!json.is_object()) throw_usage_error("the training settings must be a JSON object.", "training");
    std::size_t known = 0;
    for_each_field(config, [&](const char* key, auto& member) {
        const auto found = json.find(key);
        if (found == json.end()) return;
        ++known;
        try {
            found->get_to(member);
        } catch (const nlohmann::json::exception&) {
            throw_usage_error("has the wrong type: " + found->dump() + ".", std::string("training key '") + key + "'");
        }
    });
    for (const auto& [key, value] : json.items()) {
        if (known == json.size()) break;
        bool found = false;
        for_each_field(config, [&](const char* name, const auto&) { found = found || key == name; });
        if (!found) throw_usage_error("is not a known key.", "training key '" + key + "'");
    }
    config.schedule.total = config.steps;
    validate_config(config);
    return config;
}

}  // namespace bplf
