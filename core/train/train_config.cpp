// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/train_config.h"

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

void validate_config(const TrainConfig& c) {
    require_in_range(c.steps >= 1, "steps", "1 or more");
    require_in_range(c.batch_size >= 1 && c.batch_size <= 65536, "batch_size", "1 to 65536");
    require_in_range(c.clip >= 0, "clip", "0 (off) or more");
    require_in_range(c.ema >= 0 && c.ema < 1, "ema", "0 to below 1");
    require_in_range(c.label_dropout >= 0 && c.label_dropout <= 1, "label_dropout", "0 to 1");
    require_in_range(c.balance >= 0 && c.balance <= 1, "balance", "0 to 1");
    require_in_range(c.shift >= 0 && c.shift <= 64, "shift", "0 to 64");
    require_in_range(c.patch >= 0 && c.patch <= 1024, "patch", "0 (whole images) to 1024");
    require_in_range(c.cut_above >= 0 && c.cut_below >= 0 && c.cut_above + c.cut_below < 1, "cut_above, cut_below",
                     "shares that leave something");
    require_in_range(c.cut_sides >= 0 && c.cut_sides < 0.5, "cut_sides", "0 to below 0.5");
    require_in_range(c.precision == "auto" || c.precision == "float32" || c.precision == "bfloat16", "precision",
                     "auto, float32 or bfloat16");
    require_in_range(c.initialisation_images >= 1, "initialisation_images", "1 or more");
    require_in_range(c.log_every >= 1, "log_every", "1 or more");
    require_in_range(c.validate_every >= 1, "validate_every", "1 or more");
    require_in_range(c.checkpoint_every >= 1, "checkpoint_every", "1 or more");
    require_in_range(c.validation_images >= 0, "validation_images", "0 (all) or more");
    require_in_range(c.sample_every >= 0 && c.keep_every >= 0, "sample_every, keep_every", "0 (never) or more");
    require_in_range(c.optimiser.weight_decay >= 0, "weight_decay", "0 or more");
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
