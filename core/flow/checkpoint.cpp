// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/flow/checkpoint.h"

#include <torch/types.h>

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/models_folder.h"
#include "core/base/sha256.h"
#include "core/flow/registry.h"
#include "core/io/stored_state.h"
#include "core/io/tensor_budget.h"
#include "core/io/tensors.h"

namespace bplf::flow {
namespace {

constexpr const char* kRetrain =
    "The file is damaged or from another program; copy it again or use an earlier checkpoint.";

/// Error(kInput) when the file holds the other kind of density, or is of a version that this program does not read.
void require_format(const std::string& format, const char* wanted, const std::string& where) {
    if (format == wanted) return;
    if (format == kLevelFormat)
        throw_input_error("is one level of a pyramid, not a whole model.", where,
                          "Put a base and its levels together with bplf model assemble.");
    if (format == kCheckpointFormat)
        throw_input_error("is a whole model, not a level of a pyramid.", where,
                          "Choose the model.safetensors of a run that was trained with --level.");
    throw_input_error("has the unknown format version '" + format + "'.", where,
                      "This program reads " + std::string(wanted) + "; update BPLF Studio.");
}

std::string format_of(const SafetensorsFile& file) {
    const std::string where = file.path().string();
    const auto format = file.metadata().find("format");
    if (format == file.metadata().end()) {
        throw_input_error("is a safetensors file but not a BPLF checkpoint (no \"format\" in its metadata).", where,
                          "Choose a model.safetensors written by bplf train.");
    }
    return format->second;
}

FlowConfig config_of(const SafetensorsFile& file, const char* format) {
    const std::string where = file.path().string();
    require_format(format_of(file), format, where);
    try {
        const FlowConfig config = config_from_json(nlohmann::json::parse(file.metadata_at("config")));
        find_system(config.system);
        if (config.level.empty() == (format == kLevelFormat)) throw_usage_error("is of another format.", "level");
        return config;
    } catch (const nlohmann::json::exception& error) {
        throw_input_error(std::string("has a config that is not valid JSON: ") + error.what() + ".", where);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::kUsage) throw;
        throw_input_error("has an invalid config: " + std::string(error.what()), where, kRetrain);
    }
}

template <typename Kind, typename Make>
Stored<Kind> load(const std::filesystem::path& path, const char* format, Make&& make) {
    const SafetensorsFile file(path);
    Stored<Kind> stored;
    stored.path = path;
    stored.sha256 = sha256_of_file(path);
    {
        const TensorBudget budget(file);
        stored.model = make(config_of(file, format));
    }
    stored.metadata = file.metadata();
    stored.metadata.erase("format");
    stored.metadata.erase("config");
    copy_stored_state(file, named_state(*stored.model));
    stored.model->eval();
    return stored;
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
    if (const auto embedded = embedded_weights(model)) return *embedded;
    std::string looked;
    for (const fs::path& folder : models_folders()) looked += (looked.empty() ? "" : ", ") + folder.string();
    throw_input_error("is neither a file, a model folder, nor an embedded model.", model,
                      "Looked in: " + (looked.empty() ? "no models folder found" : looked) + ".");
}

bool is_checkpoint(const std::filesystem::path& path) {
    return has_stored_format(path, "bplf.flow.");
}

bool is_level(const std::filesystem::path& path) {
    return has_stored_format(path, "bplf.level.");
}

std::map<std::string, at::Tensor> named_state(const Density& model) {
    std::map<std::string, at::Tensor> state;
    for (const auto& item : model.named_parameters()) state[item.key()] = item.value();
    for (const auto& item : model.named_buffers()) state[item.key()] = item.value();
    return state;
}

Checkpoint load_checkpoint(const std::filesystem::path& path) {
    return load<Model>(path, kCheckpointFormat, make_model);
}

LevelCheckpoint load_level(const std::filesystem::path& path) {
    return load<Level>(path, kLevelFormat, [](const FlowConfig& config) { return std::make_shared<Level>(config); });
}

Stored<Density> load_density(const std::filesystem::path& path) {
    const bool level = format_of(SafetensorsFile(path)) == kLevelFormat;
    return load<Density>(path, level ? kLevelFormat : kCheckpointFormat, make_density);
}

void save_checkpoint(const std::filesystem::path& path, const Density& model,
                     const std::map<std::string, std::string>& metadata, bool half) {
    auto facts = metadata;
    facts["format"] = model.config().level.empty() ? kCheckpointFormat : kLevelFormat;
    facts["config"] = to_json(model.config()).dump();
    write_tensors(path, state_to_store(named_state(model), half), facts);
}

}  // namespace bplf::flow
