// SPDX-License-Identifier: GPL-3.0-or-later
// What the file of a flow, of one level of a pyramid or of a classifier says of itself, in one form for all three.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace bplf::inspect {

enum class ModelKind { kFlow, kLevel, kClassifier };

/// "flow", "level" or "classifier".
const char* name_of(ModelKind kind);

struct ModelFacts {
    ModelKind kind = ModelKind::kFlow;
    std::filesystem::path path;
    std::string sha256;  ///< of the file
    std::uintmax_t bytes = 0;
    std::int64_t parameters = 0;
    std::string configuration;  ///< its name, "emotion-32"; empty for a classifier
    std::string system;         ///< "bplf", "glow", …; empty for a classifier
    std::string level;          ///< of a level its part of the pyramid, "chroma"
    std::int64_t image_width = 0, image_height = 0, channels = 0;
    std::int64_t depth = 0, width = 0;  ///< of the network; a classifier has no depth
    std::int64_t code_levels = 0;       ///< as the stored temperatures count them; 0 where there are none
    std::vector<std::string> labels;
    std::string config;                           ///< JSON, one line
    std::map<std::string, std::string> metadata;  ///< what the file says besides (models/README.md)
    std::string card;                             ///< Markdown beside the weights; may be empty
};

/// Builds no network: whether the tensors are those that it has, check_model() says. Reads the file whole.
/// Error(kInput): what flow/model_file.h and nn/classifier_header.h refuse.
ModelFacts read_model_facts(const std::filesystem::path& path);

}  // namespace bplf::inspect
