// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/flow/config.h"

#include <algorithm>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <set>

#include "core/base/error.h"

namespace bplf::flow {

// Found by the JSON library for the parts inside a pyramid's configuration.
static void to_json(nlohmann::ordered_json& json, const FlowConfig& config) {
    json = to_json(config);
}
static void from_json(const nlohmann::json& json, FlowConfig& config) {
    config = config_from_json(json);
}

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
    visit("part_sizes", config.part_sizes);
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
    visit("flow_batch_norm", config.flow_batch_norm);
    visit("conv1x1", config.conv1x1);
    visit("split_prior", config.split_prior);
    visit("split_label", config.split_label);
    visit("top_prior", config.top_prior);
    visit("label_light", config.label_light);
    visit("blocks", config.blocks);
    visit("layers", config.layers);
    visit("components", config.components);
    visit("heads", config.heads);
    visit("dequantisation", config.dequantisation);
    visit("dropout", config.dropout);
    visit("coder_scales", config.coder_scales);
    visit("level", config.level);
    visit("features", config.features);
    visit("log_scale_bound", config.log_scale_bound);
    visit("log_deviation_bound", config.log_deviation_bound);
    visit("pyramid", config.pyramid);
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
    require_word("part_sizes", c.part_sizes, {"equal", "increasing", "decreasing"});
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
    require_word("level", c.level, {"", "chroma", "detail"});
}

void validate_nets(const FlowConfig& c) {
    require_range("blocks", c.blocks, 0, 64);
    for (const std::int64_t layers : c.layers) require_range("layers", layers, 1, 64);
    if (!c.layers.empty() && static_cast<std::int64_t>(c.layers.size()) != c.depth)
        refuse("layers",
               "names " + std::to_string(c.layers.size()) + " couplings, and depth " + std::to_string(c.depth) + ".",
               "Give a number of hidden layers for each coupling.");
    require_range("components", c.components, 1, 256);
    require_range("heads", c.heads, 0, 64);
    require_range("coder_scales", c.coder_scales, 1, 4);
    if (!(c.dropout >= 0 && c.dropout < 1)) refuse("dropout", "is out of range.", "Use 0 to below 1.");
}

void validate_shape(const FlowConfig& c) {
    require_range("channels", c.channels, 1, 64);
    require_range("levels", c.levels, c.level == "detail" ? 0 : 1, 8);
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
    if (c.part_sizes != "equal" && c.channels * 4 < c.parts)
        refuse("parts", "the first level has fewer channels than parts.", "Use fewer parts.");
    if (c.level.empty() && c.part_sizes == "equal" && (c.channels * 4) % c.parts != 0) {
        refuse("parts",
               "the first level's " + std::to_string(c.channels * 4) + " channels cannot be cut into " +
                   std::to_string(c.parts) + " equal parts.",
               "Use 2 or 4 parts.");
    }
}

void validate_level(const FlowConfig& c) {
    if (c.level.empty()) return;
    if (c.channels != 1 && c.channels != 3) refuse("channels", "a level is of grey or RGB images.", "Use 1 or 3.");
    if (c.level == "chroma" && c.channels != 3) refuse("channels", "grey images have no chroma.", "Use 3.");
    const std::int64_t factor = std::int64_t{1} << (c.levels + (c.level == "detail" ? 1 : 0));
    if (c.height % factor != 0 || c.width_px % factor != 0) {
        refuse("levels", "the image size is not divisible by " + std::to_string(factor) + ".", "Use fewer levels.");
    }
    if (!c.labels.empty()) refuse("labels", "a level above the base knows no labels.", "Leave them to the base.");
    require_range("features", c.features, 1, 4096);
    if (!(c.log_scale_bound > 0 && c.log_scale_bound <= 20)) {
        refuse("log_scale_bound", "is out of range.", "Use more than 0, up to 20.");
    }
    if (!(c.log_deviation_bound > 0 && c.log_deviation_bound <= 20)) {
        refuse("log_deviation_bound", "is out of range.", "Use more than 0, up to 20.");
    }
}

std::string word_of(const FlowConfig& part) {
    if (part.level.empty()) return "base";
    return part.level == "chroma" ? part.level : std::to_string(part.height);
}

/// What is wrong with `above` as the next level on images like those of `below`; empty: nothing.
std::string misfit(const FlowConfig& below, const FlowConfig& above) {
    if (above.level.empty()) return "is no level.";
    if (above.n_bits != below.n_bits) return "is of another n_bits than what lies below it.";
    const std::int64_t factor = above.level == "chroma" ? 1 : 2;
    if (above.height != factor * below.height || above.width_px != factor * below.width_px)
        return "is of " + std::to_string(above.width_px) + "×" + std::to_string(above.height) + " images on " +
               std::to_string(below.width_px) + "×" + std::to_string(below.height) + " ones.";
    if (above.level == "chroma") return below.channels == 1 ? "" : "stands on colour images already.";
    return above.channels == below.channels ? "" : "is of images with another number of channels.";
}

void validate_pyramid(const FlowConfig& c) {
    if (c.pyramid.empty()) return;
    if (!c.level.empty()) refuse("pyramid", "a level has no parts.", "");
    if (!c.pyramid.front().level.empty()) refuse("pyramid", "the first part is no base.", "Name the base first.");
    for (std::size_t i = 0; i < c.pyramid.size(); ++i) {
        const FlowConfig& part = c.pyramid[i];
        if (!part.pyramid.empty()) refuse("pyramid", "a part is a pyramid itself.", "List its parts instead.");
        validate(part);
        const std::string wrong = i > 0 ? misfit(c.pyramid[i - 1], part) : "";
        if (!wrong.empty())
            refuse("pyramid", "the part " + word_of(part) + " " + wrong, "Give levels from coarse to fine.");
    }
    const FlowConfig& base = c.pyramid.front();
    const FlowConfig& finest = c.pyramid.back();
    if (base.labels != c.labels) refuse("labels", "are not those of the base.", "");
    if (finest.height != c.height || finest.width_px != c.width_px || finest.channels != c.channels ||
        finest.n_bits != c.n_bits) {
        refuse("pyramid", "the finest part's images are not those of the whole.", "");
    }
}

}  // namespace

std::vector<std::int64_t> sizes_of_parts(const FlowConfig& config, std::int64_t channels) {
    const auto parts = static_cast<std::size_t>(config.parts);
    if (config.part_sizes == "equal") return std::vector<std::int64_t>(parts, channels / config.parts);
    std::vector<std::int64_t> sizes(parts);
    std::int64_t left = channels;
    // The last part takes half, the one before half of what is left, and so on: one channel stays for each to come.
    for (std::size_t k = parts - 1; k > 0; --k) {
        sizes[k] = std::min((left + 1) / 2, left - static_cast<std::int64_t>(k));
        left -= sizes[k];
    }
    sizes[0] = left;
    if (config.part_sizes == "decreasing") std::ranges::reverse(sizes);
    return sizes;
}

const FlowConfig& pyramid_part(const FlowConfig& config, const std::string& word) {
    std::string known;
    for (const FlowConfig& part : config.pyramid) {
        const bool side_of_base = part.level.empty() && word == std::to_string(part.height);
        if (word == word_of(part) || side_of_base) return part;
        known += (known.empty() ? "" : ", ") + word_of(part);
    }
    if (known.empty()) throw_usage_error("has no levels.", "configuration '" + config.name + "'", "Leave out --level.");
    throw_usage_error("'" + word + "' is no part of the configuration '" + config.name + "'.", "--level",
                      "Its parts are " + known + ".");
}

std::vector<std::string> parts_of_codes(const FlowConfig& config, std::size_t codes) {
    std::vector<std::string> words;
    for (auto part = config.pyramid.rbegin(); part != config.pyramid.rend() && !part->level.empty(); ++part)
        words.insert(words.end(), static_cast<std::size_t>(std::max<std::int64_t>(1, part->levels)), word_of(*part));
    words.resize(codes, "base");
    return words;
}

void validate(const FlowConfig& config) {
    validate_words(config);
    validate_shape(config);
    validate_nets(config);
    validate_level(config);
    validate_pyramid(config);
    const bool uses_labels = config.condition != "none" || config.split_label || config.label_light ||
                             config.top_prior == "class" || config.top_prior == "class_map";
    if (uses_labels && config.labels.empty()) {
        refuse("labels", "the model is conditional but has no labels.",
               "Name the labels, or set condition = none and top_prior = learned.");
    }
    if (std::set<std::string>(config.labels.begin(), config.labels.end()).size() < config.labels.size()) {
        refuse("labels", "names one label twice.", "");
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
    // Flows inside others have more, such as the prior of an f-VAE; what is written down is of images.
    if (config.channels != 1 && config.channels != 3)
        refuse("channels", "a model is of grey or RGB images.", "Use 1 or 3.");
    return config;
}

}  // namespace bplf::flow
