// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/flow/checkpoint.h"

#include <torch/types.h>

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/models_folder.h"
#include "core/base/sha256.h"
#include "core/flow/registry.h"
#include "core/io/stored_state.h"
#include "core/io/tensors.h"

namespace bplf::flow {
namespace {

constexpr const char* kRetrain =
    "The file is damaged or from another program; copy it again or use an earlier checkpoint.";

FlowConfig config_of(const SafetensorsFile& file) {
    const std::string where = file.path().string();
    const auto format = file.metadata().find("format");
    if (format == file.metadata().end()) {
        throw_input_error("is a safetensors file but not a BPLF checkpoint (no \"format\" in its metadata).", where,
                          "Choose a model.safetensors written by bplf train.");
    }
    if (format->second != kCheckpointFormat) {
        throw_input_error("has the unknown format version '" + format->second + "'.", where,
                          "This program reads " + std::string(kCheckpointFormat) + "; update BPLF Studio.");
    }
    try {
        const FlowConfig config = config_from_json(nlohmann::json::parse(file.metadata_at("config")));
        find_system(config.system);
        return config;
    } catch (const nlohmann::json::exception& error) {
        throw_input_error(std::string("has a config that is not valid JSON: ") + error.what() + ".", where);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::kUsage) throw;
        throw_input_error("has an invalid config: " + std::string(error.what()), where, kRetrain);
    }
}

}  // namespace

std::filesystem::path resolve_model(const std::string& model) {
    namespace fs = std::filesystem;
    if (fs::is_directory(model)) {
        const fs::path file = fs::path(model) / "model.safetensors";
        if (fs::exists(file)) return file;
        throw_input_error("is a folder without a model.safetensors.", model,
                          "Choose a run folder's checkpoint or a model folder.");
    }
    if (fs::exists(model)) return model;
    std::string looked;
    for (const fs::path& folder : models_folders()) {
        const fs::path file = folder / model / "model.safetensors";
        if (fs::exists(file)) return file;
        looked += (looked.empty() ? "" : ", ") + folder.string();
    }
    throw_input_error("is neither a file, a model folder, nor an embedded model.", model,
                      "Looked in: " + (looked.empty() ? "no models folder found" : looked) + ".");
}

bool is_checkpoint(const std::filesystem::path& path) {
    return has_stored_format(path, "bplf.flow.");
}

std::map<std::string, at::Tensor> named_state(const Model& model) {
    std::map<std::string, at::Tensor> state;
    for (const auto& item : model.named_parameters()) state[item.key()] = item.value();
    for (const auto& item : model.named_buffers()) state[item.key()] = item.value();
    return state;
}

Checkpoint load_checkpoint(const std::filesystem::path& path) {
    const SafetensorsFile file(path);
    Checkpoint checkpoint;
    checkpoint.path = path;
    checkpoint.sha256 = sha256_of_file(path);
    checkpoint.model = make_model(config_of(file));
    checkpoint.metadata = file.metadata();
    checkpoint.metadata.erase("format");
    checkpoint.metadata.erase("config");
    copy_stored_state(file, named_state(*checkpoint.model));
    checkpoint.model->eval();
    return checkpoint;
}

void save_checkpoint(const std::filesystem::path& path, const Model& model,
                     const std::map<std::string, std::string>& metadata, bool half) {
    auto facts = metadata;
    facts["format"] = kCheckpointFormat;
    facts["config"] = to_json(model.config()).dump();
    write_tensors(path, state_to_store(named_state(model), half), facts);
}

}  // namespace bplf::flow
