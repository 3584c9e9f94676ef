// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/classifier_header.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/sha256.h"
#include "core/io/stored_format.h"

namespace bplf::nn {
namespace {

void require(bool condition, const char* option, const char* range) {
    if (condition) return;
    throw_usage_error("is out of range.", std::string("classifier option '") + option + "'",
                      std::string("Use ") + range + ".");
}

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

}  // namespace

void validate(const EmotionClassifierOptions& options) {
    require(options.channels == 1 || options.channels == 3, "channels", "1 or 3");
    require(options.size >= 16 && options.size <= 256 && options.size % 8 == 0, "size",
            "a multiple of 8 from 16 to 256");
    require(options.width >= 1 && options.width <= 512, "width", "1 to 512");
    require(options.dropout >= 0 && options.dropout < 1, "dropout", "0 to below 1");
    require(options.labels.size() >= 2 && options.labels.size() <= 1000, "labels", "2 to 1000 labels");
    std::vector<std::string> sorted = options.labels;
    std::sort(sorted.begin(), sorted.end());
    require(std::adjacent_find(sorted.begin(), sorted.end()) == sorted.end(), "labels", "each label once");
}

nlohmann::ordered_json to_json(const EmotionClassifierOptions& options) {
    return {{"channels", options.channels},
            {"size", options.size},
            {"width", options.width},
            {"dropout", options.dropout},
            {"labels", options.labels}};
}

bool is_classifier(const std::filesystem::path& path) {
    return has_stored_format(path, "bplf.classifier.");
}

EmotionClassifierOptions stored_options(const SafetensorsFile& file) {
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

ClassifierFile read_classifier_file(const std::filesystem::path& path) {
    const SafetensorsFile file(path);
    ClassifierFile found;
    found.path = path;
    found.options = stored_options(file);
    check_stored_numbers(file);
    found.sha256 = sha256_of_file(path);
    found.metadata = stored_facts(file);
    for (const TensorView& tensor : file.tensors())
        if (!tensor.name.ends_with("running_mean") && !tensor.name.ends_with("running_var"))
            found.parameters += static_cast<std::int64_t>(tensor.bytes.size() / size_of(tensor.dtype));
    return found;
}

}  // namespace bplf::nn
