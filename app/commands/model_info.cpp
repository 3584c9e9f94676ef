// SPDX-License-Identifier: GPL-3.0-or-later
// bplf model info: what the file of a flow, of a level or of a classifier says of itself.
#include <torch/types.h>

#include <nlohmann/json.hpp>

#include "app/commands/model.h"
#include "app/commands/session.h"
#include "core/flow/checkpoint.h"
#include "core/io/tensors.h"
#include "core/nn/classifier_file.h"

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

Json tensor_json(const std::string& name, const TensorView& stored, const at::Tensor& tensor) {
    Json json{{"name", name}, {"dtype", name_of(stored.dtype)}, {"shape", stored.shape}};
    if (tensor.numel() == 0) return json;
    const at::Tensor values = tensor.to(at::kDouble);
    json["min"] = values.min().item<double>();
    json["max"] = values.max().item<double>();
    json["mean"] = values.mean().item<double>();
    json["std"] = values.numel() > 1 ? values.std().item<double>() : 0.0;
    return json;
}

Json tensors_json(const std::filesystem::path& path) {
    const SafetensorsFile file(path);
    Json list = Json::array();
    for (const TensorView& tensor : file.tensors())
        list.push_back(tensor_json(tensor.name, tensor, read_tensor(file, tensor.name)));
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

ModelFacts facts_of_flow(const std::filesystem::path& path) {
    const flow::Checkpoint checkpoint = flow::load_checkpoint(path);
    const flow::FlowConfig& config = checkpoint.model->config();
    return {"flow",
            checkpoint.path,
            checkpoint.sha256,
            checkpoint.model->parameter_count(),
            flow::to_json(config),
            checkpoint.metadata,
            config.labels,
            config.name + " (" + config.system + ")",
            sides(config.width_px, config.height, config.channels),
            "depth " + std::to_string(config.depth) + ", width " + std::to_string(config.width) + ", codes on " +
                plural(static_cast<std::int64_t>(checkpoint.model->code_shapes().size()), "level")};
}

ModelFacts facts_of_classifier(const std::filesystem::path& path) {
    const nn::StoredClassifier stored = nn::load_classifier(path);
    const nn::EmotionClassifierOptions& options = stored.model->options();
    return {"classifier",
            stored.path,
            stored.sha256,
            stored.model->parameter_count(),
            nn::to_json(options),
            stored.metadata,
            options.labels,
            "classifier of expressions",
            sides(options.size, options.size, options.channels),
            "width " + std::to_string(options.width)};
}

ModelFacts facts_of_level(const std::filesystem::path& path) {
    const flow::LevelCheckpoint checkpoint = flow::load_level(path);
    const flow::FlowConfig& config = checkpoint.model->config();
    return {"level",
            checkpoint.path,
            checkpoint.sha256,
            checkpoint.model->parameter_count(),
            flow::to_json(config),
            checkpoint.metadata,
            config.labels,
            config.name + " (a level of a pyramid: " + config.level + ")",
            sides(config.width_px, config.height, config.channels),
            "depth " + std::to_string(config.depth) + ", width " + std::to_string(config.width)};
}

ModelFacts facts_of(const std::filesystem::path& path) {
    if (nn::is_classifier(path)) return facts_of_classifier(path);
    return flow::is_level(path) ? facts_of_level(path) : facts_of_flow(path);
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
