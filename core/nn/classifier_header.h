// SPDX-License-Identifier: GPL-3.0-or-later
// What the file of an emotion classifier says of itself, without LibTorch.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "core/io/safetensors.h"

namespace bplf::nn {

/// Value of the metadata key "format" of the files this version writes.
inline constexpr const char* kClassifierFormat = "bplf.classifier.v1";

struct EmotionClassifierOptions {
    std::int64_t channels = 1;        ///< 1 grey, 3 RGB
    std::int64_t size = 32;           ///< side of the images in pixels, a multiple of 8 from 16 to 256
    std::int64_t width = 32;          ///< channels of the first stage
    double dropout = 0.3;             ///< of the features, in training only
    std::vector<std::string> labels;  ///< at least two
    bool operator==(const EmotionClassifierOptions&) const = default;
};

/// Error(kUsage) naming the option out of range.
void validate(const EmotionClassifierOptions& options);

/// As the file's "config" has them.
nlohmann::ordered_json to_json(const EmotionClassifierOptions& options);

/// Whether the file is there and says that it is a classifier (of any version).
bool is_classifier(const std::filesystem::path& path);

/// Error(kInput): not a classifier (a flow's checkpoint is named as such); unknown format version; config invalid.
EmotionClassifierOptions stored_options(const SafetensorsFile& file);

/// A classifier's file as it describes itself.
struct ClassifierFile {
    std::filesystem::path path;
    std::string sha256;
    EmotionClassifierOptions options;
    std::map<std::string, std::string> metadata;  ///< keys besides "format" and "config"
    std::int64_t parameters = 0;                  ///< trained numbers
};

/// Reads what the file says and looks at its numbers; whether the tensors are those of the network is seen when it is
/// built (load_classifier). Error(kInput): anything io/safetensors or stored_options() refuses, weights of another type
/// than float, or that are NaN or infinite.
ClassifierFile read_classifier_file(const std::filesystem::path& path);

}  // namespace bplf::nn
