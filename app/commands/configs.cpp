// SPDX-License-Identifier: GPL-3.0-or-later
// bplf configs: each configuration in a line, or one with its parts, its size and every setting of its training.
#include "app/commands/configs.h"

#include <nlohmann/json.hpp>

#include "app/commands/session.h"
#include "core/base/error.h"
#include "core/flow/registry.h"
#include "core/train/objective.h"
#include "core/train/train_fields.h"

namespace bplf::cli {
namespace {

using Json = nlohmann::ordered_json;

/// Numbers of four bytes that a checkpoint holds for each parameter: the averaged weights twice, the newest, and the
/// optimiser's two moments.
constexpr std::int64_t kNumbersOfParameter = 5;

std::string system_of(const flow::FlowConfig& config) {
    if (!config.level.empty()) return "level";
    return config.pyramid.empty() ? config.system : "pyramid";
}

/// The words of --level, in the order in which they are trained.
std::vector<std::string> parts_of(const flow::FlowConfig& config) {
    std::vector<std::string> words;
    for (const flow::FlowConfig& part : config.pyramid)
        words.push_back(part.level.empty()       ? "base"
                        : part.level == "detail" ? std::to_string(part.height)
                                                 : part.level);
    return words;
}

Json row_of(const flow::FlowConfig& config) {
    return {{"name", config.name},      {"system", system_of(config)}, {"channels", config.channels},
            {"height", config.height},  {"width", config.width_px},    {"labels", config.labels},
            {"parts", parts_of(config)}};
}

std::string text_of(const Json& row) {
    return row["name"].get<std::string>() + "  " + row["system"].get<std::string>() + "  " + row["width"].dump() + 'x' +
           row["height"].dump() + 'x' + row["channels"].dump();
}

void list_all(Session& session) {
    Json list = Json::array();
    std::string text;
    for (const std::string& name : flow::config_names()) {
        list.push_back(row_of(flow::load_config(name)));
        // A file's own name is what --config takes.
        list.back()["name"] = name;
        text += text_of(list.back()) + '\n';
    }
    session.console().result({{"schema", "bplf.configs.v1"}, {"configurations", list}}, text);
}

std::string settings_text(const Json& settings) {
    std::string text;
    for (const Json& field : settings)
        text += "  " + field["key"].get<std::string>() + '=' + field["value"].dump() + "  " +
                field["meaning"].get<std::string>() + " (" + field["range"].get<std::string>() + ")\n";
    return text;
}

flow::FlowConfig part_of(const flow::FlowConfig& whole, const std::string& level) {
    return level.empty() ? whole : flow::FlowConfig(flow::pyramid_part(whole, level));
}

void show_one(const ConfigsOptions& options, Session& session) {
    const flow::FlowConfig config = part_of(flow::load_config(options.config), options.level);
    Json json{{"schema", "bplf.configs.v1"}};
    json.update(row_of(config));
    if (!config.pyramid.empty()) {
        std::string text = text_of(json) + "\nparts, trained one by one with --level:\n";
        for (const std::string& part : parts_of(config)) text += "  " + part + '\n';
        return session.console().result(json, text);
    }
    const std::int64_t parameters = flow::make_density(config)->parameter_count();
    json["parameters"] = parameters;
    json["checkpoint_bytes"] = parameters * kNumbersOfParameter * static_cast<std::int64_t>(sizeof(float));
    json["settings"] = fields_json(default_training(config));
    session.console().result(json, text_of(json) + ", " + plural(parameters, "parameter") + ", " +
                                       bytes_text(json["checkpoint_bytes"].get<double>()) +
                                       " a checkpoint\n--set changes, at first:\n" + settings_text(json["settings"]));
}

}  // namespace

int run(const ConfigsOptions& options, Session& session) {
    if (options.config.empty() && !options.level.empty())
        throw_usage_error("needs a configuration.", "--level", "Name a pyramid's, as emotion-128.");
    if (options.config.empty())
        list_all(session);
    else
        show_one(options, session);
    return 0;
}

}  // namespace bplf::cli
