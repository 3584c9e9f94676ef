// SPDX-License-Identifier: GPL-3.0-or-later
// A trained emotion classifier in one safetensors file: weights plus options and facts as metadata.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "core/nn/classifier_header.h"
#include "core/nn/emotion_classifier.h"

namespace bplf::nn {

/// A classifier with everything its file says.
struct StoredClassifier {
    EmotionClassifier model{nullptr};
    /// Keys besides "format" and "config": "accuracy", "accuracy_per_label", "data_sha256", … (models/README.md).
    std::map<std::string, std::string> metadata;
    std::filesystem::path path;
    std::string sha256;
};

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
