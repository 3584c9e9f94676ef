// SPDX-License-Identifier: GPL-3.0-or-later
// bplf model: look into checkpoints, check, compare, convert and assemble them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/sample/look.h"

namespace CLI {
class App;
}

namespace bplf::cli {

class Session;
struct CommonOptions;

struct ModelInfoOptions {
    std::string model;
    bool tensors = false;  ///< list every tensor
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

/// "64x1x3x3"; "scalar" for none.
std::string shape_text(const std::vector<std::int64_t>& shape);

CLI::App& add_model(CLI::App& app);
CLI::App& add_model_info(CLI::App& model, ModelInfoOptions& options, CommonOptions& common);
CLI::App& add_model_verify(CLI::App& model, ModelVerifyOptions& options, CommonOptions& common);
CLI::App& add_model_compare(CLI::App& model, ModelCompareOptions& options, CommonOptions& common);
CLI::App& add_model_convert(CLI::App& model, ModelConvertOptions& options, CommonOptions& common);
CLI::App& add_model_assemble(CLI::App& model, ModelAssembleOptions& options, CommonOptions& common);
int run(const ModelInfoOptions& options, Session& session);
int run(const ModelVerifyOptions& options, Session& session);
int run(const ModelCompareOptions& options, Session& session);
int run(const ModelConvertOptions& options, Session& session);
int run(const ModelAssembleOptions& options, Session& session);

}  // namespace bplf::cli
