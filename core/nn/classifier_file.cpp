// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/classifier_file.h"

#include <torch/types.h>

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/sha256.h"
#include "core/io/stored_state.h"
#include "core/io/tensor_budget.h"
#include "core/io/tensors.h"

namespace bplf::nn {
namespace {

constexpr const char* kTrainOne = "Choose a model.safetensors written by bplf train-classifier.";

EmotionClassifierOptions options_from_json(const nlohmann::json& json) {
    EmotionClassifierOptions options;
    json.at("channels").get_to(options.channels);
    json.at("size").get_to(options.size);
    json.at("width").get_to(options.width);
    json.at("dropout").get_to(options.dropout);
    json.at("labels").get_to(options.labels);
    validate(options);
    return options;
}

void check_format(const SafetensorsFile& file) {
    const std::string where = file.path().string();
    const auto format = file.metadata().find("format");
    const std::string text = format == file.metadata().end() ? "" : format->second;
    if (text == kClassifierFormat) return;
    if (text.starts_with("bplf.classifier.")) {
        throw_input_error("has the unknown format version '" + text + "'.", where,
                          "This program reads " + std::string(kClassifierFormat) + "; update BPLF Studio.");
    }
    throw_input_error(text.empty() ? "is a safetensors file but not a classifier (no \"format\" in its metadata)."
                                   : "is not a classifier but '" + text + "'.",
                      where, kTrainOne);
}

EmotionClassifierOptions options_of(const SafetensorsFile& file) {
    check_format(file);
    try {
        return options_from_json(nlohmann::json::parse(file.metadata_at("config")));
    } catch (const nlohmann::json::exception& error) {
        throw_input_error(std::string("has an invalid config: ") + error.what() + ".", file.path().string(), kTrainOne);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::kUsage) throw;
        throw_input_error("has an invalid config: " + std::string(error.what()), file.path().string(), kTrainOne);
    }
}

}  // namespace

nlohmann::ordered_json to_json(const EmotionClassifierOptions& options) {
    return {{"channels", options.channels},
            {"size", options.size},
            {"width", options.width},
            {"dropout", options.dropout},
            {"labels", options.labels}};
}

std::map<std::string, at::Tensor> named_state(const EmotionClassifier& model) {
    std::map<std::string, at::Tensor> state;
    for (const auto& item : model->named_parameters()) state[item.key()] = item.value();
    for (const auto& item : model->named_buffers()) {
        // Only a cumulative average of the batches would need their number.
        if (!item.key().ends_with("num_batches_tracked")) state[item.key()] = item.value();
    }
    return state;
}

bool is_classifier(const std::filesystem::path& path) {
    return has_stored_format(path, "bplf.classifier.");
}

StoredClassifier load_classifier(const std::filesystem::path& path) {
    const SafetensorsFile file(path);
    StoredClassifier stored;
    stored.path = path;
    stored.sha256 = sha256_of_file(path);
    {
        const TensorBudget budget(file);
        stored.model = EmotionClassifier(options_of(file));
    }
    stored.metadata = file.metadata();
    stored.metadata.erase("format");
    stored.metadata.erase("config");
    copy_stored_state(file, named_state(stored.model));
    stored.model->eval();
    return stored;
}

void save_classifier(const std::filesystem::path& path, const EmotionClassifier& model,
                     const std::map<std::string, std::string>& metadata, bool half) {
    auto facts = metadata;
    facts["format"] = kClassifierFormat;
    facts["config"] = to_json(model->options()).dump();
    write_tensors(path, state_to_store(named_state(model), half), facts);
}

}  // namespace bplf::nn
