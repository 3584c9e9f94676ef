// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/flow/config.h"

#include <algorithm>
#include <initializer_list>
#include <nlohmann/json.hpp>

#include "core/base/error.h"

namespace bplf::flow {
namespace {

/// Calls visit(key, member) for every field: the one list that reading, writing and checking share.
template <typename Config, typename Visit>
void for_each_field(Config& config, Visit&& visit) {
    visit("name", config.name);
    visit("system", config.system);
    visit("channels", config.channels);
    visit("height", config.height);
    visit("width_px", config.width_px);
    visit("labels", config.labels);
    visit("n_bits", config.n_bits);
    visit("levels", config.levels);
    visit("depth", config.depth);
    visit("width", config.width);
    visit("kernels", config.kernels);
    visit("parts", config.parts);
    visit("dependence", config.dependence);
    visit("first", config.first);
    visit("scale", config.scale);
    visit("clamp", config.clamp);
    visit("scale_start", config.scale_start);
    visit("last_bias", config.last_bias);
    visit("shared_scale", config.shared_scale);
    visit("order", config.order);
    visit("norm", config.norm);
    visit("position", config.position);
    visit("condition", config.condition);
    visit("flow_actnorm", config.flow_actnorm);
    visit("conv1x1", config.conv1x1);
    visit("split_prior", config.split_prior);
    visit("split_label", config.split_label);
    visit("top_prior", config.top_prior);
    visit("blocks", config.blocks);
    visit("components", config.components);
    visit("heads", config.heads);
    visit("dequantisation", config.dequantisation);
    visit("dropout", config.dropout);
    visit("coder_scales", config.coder_scales);
}

[[noreturn]] void refuse(const std::string& key, const std::string& why, const std::string& hint) {
    throw_usage_error(why, "config key '" + key + "'", hint);
}

void require_word(const char* key, const std::string& value, std::initializer_list<const char*> words) {
    std::string list;
    for (const char* word : words) {
        if (value == word) return;
        list += list.empty() ? word : std::string(", ") + word;
    }
    refuse(key, "'" + value + "' is not a known value.", "Use one of: " + list + ".");
}

void require_range(const char* key, std::int64_t value, std::int64_t low, std::int64_t high) {
    if (value >= low && value <= high) return;
    refuse(key, std::to_string(value) + " is out of range.",
           "Use " + std::to_string(low) + " to " + std::to_string(high) + ".");
}

void validate_words(const FlowConfig& c) {
    require_word("kernels", c.kernels, {"333", "313"});
    require_word("dependence", c.dependence, {"input", "output"});
    require_word("first", c.first, {"identity", "const", "net"});
    require_word("scale", c.scale, {"none", "tanh", "sigmoid2", "clamp"});
    require_word("order", c.order, {"scale_shift", "shift_scale"});
    require_word("norm", c.norm, {"actnorm", "none"});
    require_word("position", c.position, {"none", "edge", "map"});
    require_word("condition", c.condition, {"none", "out", "input", "input+out", "film"});
    require_word("conv1x1", c.conv1x1, {"plain", "plu", "permutation"});
    require_word("split_prior", c.split_prior, {"std", "learned"});
    require_word("top_prior", c.top_prior, {"std", "learned", "class", "class_map", "logistic"});
    require_word("dequantisation", c.dequantisation, {"uniform", "variational"});
}

void validate_nets(const FlowConfig& c) {
    require_range("blocks", c.blocks, 0, 64);
    require_range("components", c.components, 1, 256);
    require_range("heads", c.heads, 0, 64);
    require_range("coder_scales", c.coder_scales, 1, 4);
    if (!(c.dropout >= 0 && c.dropout < 1)) refuse("dropout", "is out of range.", "Use 0 to below 1.");
}

void validate_shape(const FlowConfig& c) {
    require_range("channels", c.channels, 1, 64);
    require_range("levels", c.levels, 1, 8);
    const std::int64_t factor = std::int64_t{1} << c.levels;
    require_range("height", c.height, factor, 1024);
    require_range("width_px", c.width_px, factor, 1024);
    if (c.height % factor != 0 || c.width_px % factor != 0) {
        refuse("levels", "the image size is not divisible by 2^levels = " + std::to_string(factor) + ".",
               "Use fewer levels or another image size.");
    }
    require_range("depth", c.depth, 1, 256);
    require_range("width", c.width, 1, 4096);
    require_range("n_bits", c.n_bits, 1, 8);
    require_range("parts", c.parts, 2, 16);
    if ((c.channels * 4) % c.parts != 0) {
        refuse("parts",
               "the first level's " + std::to_string(c.channels * 4) + " channels cannot be cut into " +
                   std::to_string(c.parts) + " equal parts.",
               "Use 2 or 4 parts.");
    }
}

}  // namespace

void validate(const FlowConfig& config) {
    validate_words(config);
    validate_shape(config);
    validate_nets(config);
    const bool uses_labels = config.condition != "none" || config.split_label || config.top_prior == "class" ||
                             config.top_prior == "class_map";
    if (uses_labels && config.labels.empty()) {
        refuse("labels", "the model is conditional but has no labels.",
               "Name the labels, or set condition = none and top_prior = learned.");
    }
    if (config.labels.size() > 1000) refuse("labels", "more than 1000 labels.", "");
    if (!(config.clamp > 0 && config.clamp <= 20)) refuse("clamp", "is out of range.", "Use 0 to 20.");
}

nlohmann::ordered_json to_json(const FlowConfig& config) {
    nlohmann::ordered_json json;
    for_each_field(config, [&](const char* key, const auto& member) { json[key] = member; });
    return json;
}

FlowConfig config_from_json(const nlohmann::json& json, const FlowConfig& base) {
    if (!json.is_object()) throw_usage_error("a config must be a JSON object.", "config");
    FlowConfig config = base;
    std::size_t known = 0;
    for_each_field(config, [&](const char* key, auto& member) {
        const auto found = json.find(key);
        if (found == json.end()) return;
        ++known;
        try {
            found->get_to(member);
        } catch (const nlohmann::json::exception&) {
            refuse(key, "has the wrong type: " + found->dump() + ".", "");
        }
    });
    if (known != json.size()) {
        for (const auto& [key, value] : json.items()) {
            bool found = false;
            for_each_field(config, [&](const char* name, const auto&) { found = found || key == name; });
            if (!found) refuse(key, "is not a known key.", "See models/README.md for the list.");
        }
    }
    validate(config);
    return config;
}

}  // namespace bplf::flow
