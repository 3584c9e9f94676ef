// SPDX-License-Identifier: GPL-3.0-or-later
// bplf model: look into checkpoints, check, compare, convert and assemble them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/commands/verb.h"
#include "core/sample/look.h"

namespace bplf::cli {

struct ModelInfoOptions {
    std::string model;
    bool tensors = false;  ///< list every tensor
};

struct ModelTensorsOptions {
    std::string model;
    std::string filter;  ///< only tensors with this in their names; empty: all
    int bins = 20;       ///< of each histogram, with --json
};

struct ModelVerifyOptions {
    std::string model;
    std::string sha256;  ///< what the file must hash to; empty: not asked
    bool quick = false;  ///< only the file, no probe of the network
};

struct ModelCompareOptions {
    std::string first;
    std::string second;
};

struct ModelConvertOptions {
    std::string model;
    std::string dtype = "float32";  ///< of the stored weights: "float32" or "float16"
    Look own;  ///< the copy's default temperature, one per level, and intensity; what is not said stays as it was
    std::string licence;  ///< of the weights; empty: as it was
    std::string out;
};

struct ModelAssembleOptions {
    std::string base;
    std::vector<std::string> levels;  ///< runs, their checkpoints or files
    std::string name = "pyramid";
    std::string out;
};

struct ModelEvenLightOptions {
    std::string model;
    int codes = 256;                  ///< drawn under each label
    std::optional<double> intensity;  ///< where light is evened; absent = the model's own
    std::string out;
};

/// Always.
bool only_reads(const ModelInfoOptions& options);
bool only_reads(const ModelTensorsOptions& options);
bool only_reads(const ModelCompareOptions& options);

BPLF_VERB_GROUP(240, model, add_model);
BPLF_VERB(250, model, "model info", ModelInfoOptions, add_model_info);
BPLF_VERB(255, model, "model tensors", ModelTensorsOptions, add_model_tensors);
BPLF_VERB(260, model, "model verify", ModelVerifyOptions, add_model_verify);
BPLF_VERB(270, model, "model compare", ModelCompareOptions, add_model_compare);
BPLF_VERB(280, model, "model convert", ModelConvertOptions, add_model_convert);
BPLF_VERB(290, model, "model assemble", ModelAssembleOptions, add_model_assemble);
BPLF_VERB(295, model, "model even-light", ModelEvenLightOptions, add_model_even_light);

}  // namespace bplf::cli
