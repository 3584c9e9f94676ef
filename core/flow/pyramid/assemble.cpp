// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/flow/pyramid/assemble.h"

#include <torch/types.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/error.h"

namespace bplf::flow {
namespace {

using Json = nlohmann::ordered_json;
using Metadata = std::map<std::string, std::string>;

std::string images_text(const FlowConfig& c) {
    return std::to_string(c.width_px) + "×" + std::to_string(c.height) + (c.channels == 1 ? " grey" : " colour");
}

/// Coarse to fine; colour is given to images before they grow.
bool lies_below(const LevelCheckpoint& a, const LevelCheckpoint& b) {
    const auto key = [](const FlowConfig& c) { return std::pair(c.height, c.level == "chroma" ? 1 : 0); };
    return key(a.model->config()) < key(b.model->config());
}

[[noreturn]] void refuse_level(const LevelCheckpoint& level, const std::string& why, const std::string& hint) {
    throw_input_error(why, level.path.string(), hint);
}

void check_fit(const FlowConfig& below, const LevelCheckpoint& level) {
    const FlowConfig& c = level.model->config();
    if (!level.model->initialised()) refuse_level(level, "is a level that was never trained.", "Train it first.");
    if (c.n_bits != below.n_bits)
        refuse_level(level,
                     "is of " + std::to_string(c.n_bits) + " bits a pixel, what lies below it of " +
                         std::to_string(below.n_bits) + ".",
                     "Use levels of the base's n_bits.");
    const bool chroma = c.level == "chroma";
    const std::int64_t factor = chroma ? 1 : 2;
    if (c.height == below.height * factor && c.width_px == below.width_px * factor &&
        (chroma ? below.channels == 1 : below.channels == c.channels)) {
        return;
    }
    FlowConfig needed = c;
    needed.height /= factor, needed.width_px /= factor;
    if (chroma) needed.channels = 1;
    refuse_level(level,
                 "is a level on " + images_text(needed) + " images, and below it lie " + images_text(below) + " ones.",
                 "Give every level between the base and the finest once, all for the same base size.");
}

std::vector<double> temperature_of(const Metadata& metadata, std::size_t count, const std::string& where) {
    const auto found = metadata.find("temperature");
    if (found == metadata.end()) return std::vector<double>(count, 1.0);
    const nlohmann::json json = nlohmann::json::parse(found->second, nullptr, false);
    if (!json.is_array() || json.size() != count ||
        !std::all_of(json.begin(), json.end(), [](const auto& value) { return value.is_number(); }))
        throw_input_error("has temperatures that do not fit its codes.", where, "Set them with bplf model convert.");
    return json.get<std::vector<double>>();
}

Json part_json(const FlowConfig& config, const std::string& sha256, const Metadata& metadata) {
    Json json{{"name", config.name}, {"sha256", sha256}};
    for (const char* key : {"bits_per_dim", "step", "data_sha256", "licence"}) {
        if (metadata.contains(key)) json[key] = metadata.at(key);
    }
    return json;
}

void add_licence(const Metadata& part, std::string& whole) {
    const auto found = part.find("licence");
    if (found == part.end() || whole.find(found->second) != std::string::npos) return;
    whole += (whole.empty() ? "" : "; ") + found->second;
}

Metadata metadata_of(const Checkpoint& base, const std::vector<LevelCheckpoint>& levels) {
    Json parts = Json::array({part_json(base.model->config(), base.sha256, base.metadata)});
    std::string licence;
    add_licence(base.metadata, licence);
    std::vector<double> temperature =
        temperature_of(base.metadata, base.model->code_shapes().size(), base.path.string());
    for (const LevelCheckpoint& level : levels) {
        parts.push_back(part_json(level.model->config(), level.sha256, level.metadata));
        add_licence(level.metadata, licence);
        const auto own = temperature_of(level.metadata, level.model->code_shapes().size(), level.path.string());
        temperature.insert(temperature.begin(), own.begin(), own.end());
    }
    Metadata metadata{{"parts", parts.dump()}, {"temperature", nlohmann::json(temperature).dump()}};
    if (base.metadata.contains("intensity")) metadata["intensity"] = base.metadata.at("intensity");
    if (!licence.empty()) metadata["licence"] = licence;
    return metadata;
}

}  // namespace

Assembled assemble(const std::string& name, const Checkpoint& base, std::vector<LevelCheckpoint> levels) {
    if (!base.model->config().pyramid.empty())
        throw_input_error("is a pyramid already.", base.path.string(), "Use the base that it was assembled from.");
    std::stable_sort(levels.begin(), levels.end(), lies_below);
    const FlowConfig* below = &base.model->config();
    for (const LevelCheckpoint& level : levels) {
        check_fit(*below, level);
        below = &level.model->config();
    }
    std::vector<std::shared_ptr<Level>> modules;
    for (const LevelCheckpoint& level : levels) modules.push_back(level.model);
    Assembled whole{std::make_shared<Pyramid>(name, base.model, std::move(modules)), metadata_of(base, levels)};
    whole.model->mark_initialised();
    whole.model->eval();
    return whole;
}

}  // namespace bplf::flow
