// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/flow/registry.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/models_folder.h"
#include "core/flow/models/bplf.h"
#include "core/flow/models/dlf.h"
#include "core/flow/models/f_vae.h"
#include "core/flow/models/flow_pp.h"
#include "core/flow/models/glow.h"
#include "core/flow/models/nice.h"
#include "core/flow/models/realnvp.h"
#include "core/flow/multi_scale.h"
#include "core/flow/pyramid/level.h"
#include "core/flow/pyramid/pyramid.h"

namespace bplf::flow {
namespace {

constexpr int kLongestBaseChain = 8;

std::filesystem::path find_config_file(const std::string& name) {
    for (const auto& folder : models_folders()) {
        const auto path = folder / "configs" / (name + ".json");
        if (std::filesystem::is_regular_file(path)) return path;
    }
    if (std::filesystem::is_regular_file(name)) return name;
    std::string known;
    for (const auto& config : config_names()) known += known.empty() ? config : ", " + config;
    throw_usage_error("there is no configuration '" + name + "' and no such file.", "--config",
                      "Known configurations: " + known + ".");
}

nlohmann::json read_json(const std::filesystem::path& path) {
    try {
        return nlohmann::json::parse(read_file(path, 1 << 20));
    } catch (const nlohmann::json::exception& error) {
        throw_input_error(std::string("is not valid JSON: ") + error.what() + ".", path.string());
    }
}

FlowConfig load_file(const std::filesystem::path& path, int depth);

/// Replaces the entry "base" of a configuration, and of each part of a pyramid, by what it names.
FlowConfig resolve(nlohmann::json json, const std::filesystem::path& path, int depth) {
    if (!json.is_object()) throw_input_error("is not a JSON object.", path.string());
    FlowConfig base;
    if (json.contains("base") && json["base"].is_string()) {
        const auto sibling = path.parent_path() / (json["base"].get<std::string>() + ".json");
        base = load_file(std::filesystem::exists(sibling) ? sibling : find_config_file(json["base"]), depth + 1);
    } else if (json.contains("system") && json["system"].is_string()) {
        base = find_system(json["system"]).defaults();
    }
    json.erase("base");
    if (json.contains("pyramid") && json["pyramid"].is_array()) {
        for (nlohmann::json& part : json["pyramid"]) part = to_json(resolve(part, path, depth + 1));
    }
    try {
        return config_from_json(json, base);
    } catch (const Error& error) {
        throw_input_error(error.problem(), path.string() + ", " + error.where(), error.hint());
    }
}

FlowConfig load_file(const std::filesystem::path& path, int depth) {
    if (depth > kLongestBaseChain) throw_input_error("has a circle of \"base\" entries.", path.string());
    nlohmann::json json = read_json(path);
    if (json.is_object() && !json.contains("name")) json["name"] = path.stem().string();
    return resolve(std::move(json), path, depth);
}

template <typename Kind>
std::shared_ptr<Model> make(const FlowConfig& config) {
    return std::make_shared<Kind>(config);
}

}  // namespace

const std::vector<System>& systems() {
    static const std::vector<System> table{
        {"nice", "NICE: additive couplings of all pixels, fully connected", nice_defaults, make<Nice>},
        {"nice-conv", "NICE, convolutional: a multi-scale flow that only adds", nice_conv_defaults,
         make<MultiScaleFlow>},
        {"realnvp", "RealNVP: affine couplings under checkerboard and channel masks", realnvp_defaults, make<RealNvp>},
        {"glow", "Glow: actnorm, 1×1, affine coupling", glow_defaults, make<MultiScaleFlow>},
        {"f-vae", "f-VAE: an autoencoder with a flow as its prior; scores are bounds", f_vae_defaults, make<FVae>},
        {"dlf", "DLF: K parts, each transformed by what the one before says", dlf_defaults, make<MultiScaleFlow>},
        {"flow++", "Flow++: mixture-of-logistics couplings with attention", flow_pp_defaults, make<FlowPp>},
        {"bplf", "BPLF 3*3: both halves transformed, g of three 3×3 convolutions", bplf_defaults, make<MultiScaleFlow>},
        {"bplf-313", "BPLF 3*3&1*1: the same with a 1×1 in the middle of g", bplf_313_defaults, make<MultiScaleFlow>},
    };
    return table;
}

bool made_of_steps(const System& system) {
    return system.make == make<MultiScaleFlow>;
}

const System& find_system(const std::string& name) {
    for (const System& system : systems()) {
        if (system.name == name) return system;
    }
    std::string known;
    for (const System& system : systems()) known += known.empty() ? system.name : ", " + system.name;
    throw_usage_error("'" + name + "' is not a known system.", "config key 'system'", "Known systems: " + known + ".");
}

FlowConfig load_config(const std::string& name_or_file) {
    return load_file(find_config_file(name_or_file), 0);
}

std::vector<std::string> config_names() {
    std::vector<std::string> names;
    for (const auto& folder : models_folders()) {
        std::error_code code;
        for (const auto& entry : std::filesystem::directory_iterator(folder / "configs", code)) {
            if (entry.path().extension() == ".json") names.push_back(entry.path().stem().string());
        }
    }
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

std::shared_ptr<Model> make_model(const FlowConfig& config) {
    if (!config.level.empty()) {
        throw_usage_error("is one level of a pyramid, not a model by itself.", "configuration '" + config.name + "'",
                          "Train it as a level.");
    }
    if (!config.pyramid.empty()) return std::make_shared<Pyramid>(config);
    return find_system(config.system).make(config);
}

std::shared_ptr<Density> make_density(const FlowConfig& config) {
    if (!config.level.empty()) return std::make_shared<Level>(config);
    return make_model(config);
}

}  // namespace bplf::flow
