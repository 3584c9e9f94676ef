// SPDX-License-Identifier: GPL-3.0-or-later
// A trained emotion classifier in one safetensors file: weights plus options and facts as metadata.
#pragma once

#include <filesystem>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "core/nn/emotion_classifier.h"

namespace bplf::nn {

/// Value of the metadata key "format" of the files this version writes.
inline constexpr const char* kClassifierFormat = "bplf.classifier.v1";

/// A classifier with everything its file says.
struct StoredClassifier {
    EmotionClassifier model{nullptr};
    /// Keys besides "format" and "config": "accuracy", "accuracy_per_label", "data_sha256", … (models/README.md).
    std::map<std::string, std::string> metadata;
    std::filesystem::path path;
    std::string sha256;
};

/// As the file's "config" has them.
nlohmann::ordered_json to_json(const EmotionClassifierOptions& options);

/// Whether the file is there and says that it is a classifier (of any version).
bool is_classifier(const std::filesystem::path& path);

/// In eval mode. float16 storage is widened to float32. Error(kInput): anything io/safetensors refuses; not a
/// classifier (a flow's checkpoint is named as such); unknown format version; config invalid; a tensor missing,
/// extra, of another shape or type, or with NaN or infinite values.
StoredClassifier load_classifier(const std::filesystem::path& path);

/// Atomically. `half` stores float16.
void save_classifier(const std::filesystem::path& path, const EmotionClassifier& model,
                     const std::map<std::string, std::string>& metadata, bool half = false);

/// Parameters and running statistics by name, as stored.
std::map<std::string, at::Tensor> named_state(const EmotionClassifier& model);

}  // namespace bplf::nn
