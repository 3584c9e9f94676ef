// SPDX-License-Identifier: GPL-3.0-or-later
// bplf model info: what the file of a flow, of a level or of a classifier says of itself.
#include <nlohmann/json.hpp>

#include "app/commands/model.h"
#include "app/commands/session.h"
#include "core/base/number_text.h"
#include "core/flow/model_file.h"
#include "core/io/tensor_statistics.h"
#include "core/nn/classifier_header.h"

namespace bplf::cli {
namespace {

using Json = nlohmann::ordered_json;

/// What all kinds of files have.
struct ModelFacts {
    std::string kind;  ///< "flow", "level" or "classifier"
    std::filesystem::path path;
    std::string sha256;
    std::int64_t parameters = 0;
    Json config;
    std::map<std::string, std::string> metadata;
    std::vector<std::string> labels;
    std::string title, images, network;  ///< lines of the text
};

Json tensor_json(const TensorView& stored) {
    Json json{{"name", stored.name}, {"dtype", name_of(stored.dtype)}, {"shape", stored.shape}};
    const TensorStatistics found = statistics_of(stored);
    if (found.count == 0) return json;
    json["min"] = found.min;
    json["max"] = found.max;
    json["mean"] = found.mean;
    json["std"] = found.sd;
    return json;
}

Json tensors_json(const std::filesystem::path& path) {
    const SafetensorsFile file(path);
    Json list = Json::array();
    for (const TensorView& tensor : file.tensors()) list.push_back(tensor_json(tensor));
    return list;
}

std::string tensors_text(const Json& tensors) {
    std::string text;
    for (const Json& tensor : tensors) {
        text += "  " + tensor["name"].get<std::string>() + "  " + tensor["dtype"].get<std::string>() + "  " +
                shape_text(tensor["shape"].get<std::vector<std::int64_t>>());
        if (tensor.contains("min"))
            text += "  min " + fixed(tensor["min"], 4) + ", max " + fixed(tensor["max"], 4) + ", mean " +
                    fixed(tensor["mean"], 4) + ", std " + fixed(tensor["std"], 4);
        text += '\n';
    }
    return text;
}

std::string sides(std::int64_t width, std::int64_t height, std::int64_t channels) {
    return std::to_string(width) + 'x' + std::to_string(height) + 'x' + std::to_string(channels);
}

/// What the file keeps for each of its codes.
std::string codes_text(const flow::ModelFile& file) {
    const auto kept = file.metadata.find("temperature");
    if (kept == file.metadata.end()) return {};
    const Json temperature = Json::parse(kept->second, nullptr, /*allow_exceptions=*/false);
    if (!temperature.is_array()) return {};
    return ", codes on " + plural(static_cast<std::int64_t>(temperature.size()), "level");
}

/// A flow, or one level of a pyramid.
ModelFacts facts_of_flow(const std::filesystem::path& path) {
    const flow::ModelFile file = flow::read_model_file(path);
    const flow::FlowConfig& config = file.config;
    const bool whole = config.level.empty();
    return {whole ? "flow" : "level",
            file.path,
            file.sha256,
            file.parameters,
            flow::to_json(config),
            file.metadata,
            config.labels,
            config.name + (whole ? " (" + config.system + ")" : " (a level of a pyramid: " + config.level + ")"),
            sides(config.width_px, config.height, config.channels),
            "depth " + std::to_string(config.depth) + ", width " + std::to_string(config.width) +
                (whole ? codes_text(file) : "")};
}

ModelFacts facts_of_classifier(const std::filesystem::path& path) {
    const nn::ClassifierFile file = nn::read_classifier_file(path);
    const nn::EmotionClassifierOptions& options = file.options;
    return {"classifier",
            file.path,
            file.sha256,
            file.parameters,
            nn::to_json(options),
            file.metadata,
            options.labels,
            "classifier of expressions",
            sides(options.size, options.size, options.channels),
            "width " + std::to_string(options.width)};
}

ModelFacts facts_of(const std::filesystem::path& path) {
    return nn::is_classifier(path) ? facts_of_classifier(path) : facts_of_flow(path);
}

std::string info_text(const ModelFacts& facts) {
    std::string labels;
    for (const std::string& label : facts.labels) labels += (labels.empty() ? "" : ", ") + label;
    std::string text = facts.path.string() + '\n';
    text += "  configuration  " + facts.title + '\n';
    text += "  images         " + facts.images + '\n';
    text += "  labels         " + (labels.empty() ? "none" : labels) + '\n';
    text += "  network        " + facts.network + ", " + std::to_string(facts.parameters) + " parameters\n";
    text += "  sha256         " + facts.sha256 + '\n';
    for (const auto& [key, value] : facts.metadata)
        text += "  " + key + std::string(key.size() < 13 ? 15 - key.size() : 2, ' ') +
                (value.size() > 200 ? value.substr(0, 200) + "…" : value) + '\n';
    return text;
}

Json info_json(const ModelFacts& facts) {
    return {{"schema", "bplf.model.info.v1"},
            {"kind", facts.kind},
            {"path", facts.path.string()},
            {"sha256", facts.sha256},
            {"bytes", std::filesystem::file_size(facts.path)},
            {"parameters", facts.parameters},
            {"config", facts.config},
            {"metadata", facts.metadata}};
}

}  // namespace

std::string shape_text(const std::vector<std::int64_t>& shape) {
    std::string text;
    for (const std::int64_t side : shape) {
        if (!text.empty()) text += 'x';
        text += std::to_string(side);
    }
    return text.empty() ? "scalar" : text;
}

bool only_reads(const ModelInfoOptions&) {
    return true;
}

int run(const ModelInfoOptions& options, Session& session) {
    const std::filesystem::path path = flow::resolve_model(options.model);
    const ModelFacts facts = facts_of(path);
    Json json = info_json(facts);
    std::string text = info_text(facts);
    if (options.tensors) {
        json["tensors"] = tensors_json(facts.path);
        text += tensors_text(json["tensors"]);
    }
    session.console().result(json, text);
    return 0;
}

}  // namespace bplf::cli
