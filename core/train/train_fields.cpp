// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/train_fields.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/error.h"

namespace bplf {
namespace {

constexpr double kNoLimit = std::numeric_limits<double>::infinity();
/// The smallest number above 0.
constexpr double kAbove0 = std::numeric_limits<double>::min();

std::vector<TrainField> make_fields() {
    return {
        {"steps", "How many batches the model learns from in all.", "1 or more", 1, kNoLimit, false, {}, true},
        {"batch_size",
         "Images in a batch; more need more memory and learn more steadily.",
         "1 to 65536",
         1,
         65536,
         false,
         {},
         true},
        {"optimiser",
         "The rule by which a gradient changes the weights.",
         "adamax_glow, adam or adamw",
         0,
         0,
         false,
         {"adam", "adamw", "adamax_glow"}},
        {"beta1", "How slowly the mean of the gradients follows them.", "0 to below 1", 0, 1, true},
        {"beta2", "How slowly the mean of their squares follows them.", "0 to below 1", 0, 1, true},
        {"epsilon", "Keeps the optimiser from dividing by zero.", "above 0", kAbove0},
        {"weight_decay", "How fast adamw shrinks the weights.", "0 or more"},
        {"schedule",
         "How the learning rate falls after its rise.",
         "constant, cosine or exponential",
         0,
         0,
         false,
         {"cosine", "constant", "exponential"}},
        {"learning_rate",
         "How far a step goes at most; lower it where training leaves the finite range.",
         "above 0 to 1",
         kAbove0,
         1,
         false,
         {},
         true},
        {"learning_rate_floor", "What the learning rate falls to.", "0 to learning_rate", 0, 1},
        {"warmup",
         "Steps in which the learning rate rises; more are gentler.",
         "1 or more",
         1,
         kNoLimit,
         false,
         {},
         true},
        {"clip", "Longer gradients are cut to this length.", "0 (off) or more"},
        {"ema", "How slowly the averaged weights follow, from which faces are drawn.", "0 to below 1", 0, 1, true},
        {"label_dropout", "Share of images learned without their label, so that the model also draws without one.",
         "0 to 1", 0, 1},
        {"balance",
         "Share of places in a batch that rare labels get as often as frequent ones.",
         "0 to 1",
         0,
         1,
         false,
         {},
         true},
        {"flip", "Learn from mirrored images too.", "on or off"},
        {"shift", "Learn from images moved by up to so many pixels.", "0 to 64", 0, 64},
        {"patch", "Of a level: side of the squares learned from, in pixels.", "0 (whole images) to 1024", 0, 1024},
        {"cut_above", "Of a level: share of the height at the top that lies outside photographs.",
         "shares that leave something", 0, 1, true},
        {"cut_below", "Of a level: the same at the bottom.", "shares that leave something", 0, 1, true},
        {"cut_sides", "Of a level: the same on each side.", "0 to below 0.5", 0, 0.5, true},
        {"precision",
         "Numbers the network computes with.",
         "auto, float32 or bfloat16",
         0,
         0,
         false,
         {"auto", "float32", "bfloat16"}},
        {"recompute", "Needs less memory and a third more time.", "on or off"},
        {"initialisation_images", "Images that the first weights are fitted to.", "1 or more", 1},
        {"log_every", "Steps between two points of the curves.", "1 or more", 1},
        {"validate_every", "Steps between two looks at images kept back.", "1 or more", 1},
        {"validation_images", "Images of each such look.", "0 (all) or more"},
        {"sample_every", "Steps between two sheets of drawn faces.", "0 (never) or more", 0, kNoLimit, false, {}, true},
        {"checkpoint_every",
         "Steps between two checkpoints: so many are lost at most.",
         "1 or more",
         1,
         kNoLimit,
         false,
         {},
         true},
        {"keep_every", "Steps between two checkpoints that are kept for good.", "0 (only last and best) or more"},
        {"seed", "What random numbers begin with: equal seeds give equal trainings.", "any whole number"}};
}

[[noreturn]] void throw_out_of_range(const TrainField& field) {
    throw_usage_error("is out of range.", std::string("training key '") + field.key + "'",
                      std::string("Use ") + field.range + ".");
}

nlohmann::ordered_json field_json(const TrainField& field, const nlohmann::ordered_json& value) {
    nlohmann::ordered_json json{{"key", field.key},
                                {"value", value},
                                {"meaning", field.meaning},
                                {"range", field.range},
                                {"common", field.is_common}};
    if (value.is_string()) {
        json["kind"] = "word";
        json["words"] = field.words;
        return json;
    }
    json["kind"] = value.is_boolean() ? "switch" : value.is_number_integer() ? "integer" : "number";
    if (value.is_boolean()) return json;
    json["least"] = field.least;
    if (std::isfinite(field.most)) json["most"] = field.most;
    return json;
}

}  // namespace

const std::vector<TrainField>& train_fields() {
    static const std::vector<TrainField> kFields = make_fields();
    return kFields;
}

const TrainField& train_field(std::string_view key) {
    const auto found = std::ranges::find_if(train_fields(), [&](const TrainField& field) { return field.key == key; });
    BPLF_CHECK(found != train_fields().end(), "each training key has a field");
    return *found;
}

void check_train_field(const TrainField& field, double value) {
    const bool is_low_enough = field.below ? value < field.most : value <= field.most;
    if (!(value >= field.least) || !is_low_enough) throw_out_of_range(field);
}

void check_train_field(const TrainField& field, const std::string& word) {
    if (std::ranges::find(field.words, word) == field.words.end()) throw_out_of_range(field);
}

nlohmann::ordered_json fields_json(const TrainConfig& config) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    const nlohmann::ordered_json values = to_json(config);
    for (const auto& [key, value] : values.items()) list.push_back(field_json(train_field(key), value));
    return list;
}

}  // namespace bplf
