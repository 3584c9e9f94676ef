// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/flow/model_file.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string_view>

#include "core/base/models_folder.h"
#include "core/base/sha256.h"
#include "core/io/stored_format.h"

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

/// Of a part of a pyramid its own configuration: "base.…", "level1.…".
const FlowConfig& part_of(const std::string& name, const FlowConfig& config) {
    for (std::size_t i = 0; i < config.pyramid.size(); ++i) {
        const std::string prefix = i == 0 ? "base." : "level" + std::to_string(i) + '.';
        if (name.starts_with(prefix)) return config.pyramid[i];
    }
    return config;
}

}  // namespace

std::string stored_format(const SafetensorsFile& file) {
    const std::string where = file.path().string();
    const auto format = file.metadata().find("format");
    if (format == file.metadata().end()) {
        throw_input_error("is a safetensors file but not a BPLF checkpoint (no \"format\" in its metadata).", where,
                          "Choose a model.safetensors written by bplf train.");
    }
    return format->second;
}

void throw_invalid_config(const SafetensorsFile& file, const Error& reason) {
    throw_input_error("has an invalid config: " + std::string(reason.what()), file.path().string(), kRetrain);
}

FlowConfig stored_config(const SafetensorsFile& file, const char* format) {
    const std::string where = file.path().string();
    require_format(stored_format(file), format, where);
    try {
        const FlowConfig config = config_from_json(nlohmann::json::parse(file.metadata_at("config")));
        if (config.level.empty() == (format == std::string_view(kLevelFormat)))
            throw_usage_error("is of another format.", "level");
        return config;
    } catch (const nlohmann::json::exception& error) {
        throw_input_error(std::string("has a config that is not valid JSON: ") + error.what() + ".", where);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::kUsage) throw;
        throw_invalid_config(file, error);
    }
}

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

bool is_parameter(const std::string& name, const FlowConfig& config) {
    static constexpr std::array<std::string_view, 5> kConstants{"initialised", "permutation", "sign", "running_mean",
                                                                "running_var"};
    const std::string_view last = std::string_view(name).substr(name.rfind('.') + 1);
    if (std::find(kConstants.begin(), kConstants.end(), last) != kConstants.end()) return false;
    // The light that labels are evened by is measured, not trained.
    if (name.starts_with("light.") || name.find(".light.") != std::string::npos) return false;
    // A fixed permutation is stored as the matrix that it is.
    return !name.ends_with("conv1x1.weight") || part_of(name, config).conv1x1 != "permutation";
}

ModelFile read_model_file(const std::filesystem::path& path) {
    const SafetensorsFile file(path);
    ModelFile found;
    found.path = path;
    found.config = stored_config(file, is_level(path) ? kLevelFormat : kCheckpointFormat);
    check_stored_numbers(file);
    found.sha256 = sha256_of_file(path);
    found.metadata = stored_facts(file);
    for (const TensorView& tensor : file.tensors())
        if (is_parameter(tensor.name, found.config))
            found.parameters += static_cast<std::int64_t>(tensor.bytes.size() / size_of(tensor.dtype));
    if (found.parameters == 0) throw_input_error("holds no weights of its network.", path.string(), kRetrain);
    return found;
}

}  // namespace bplf::flow
