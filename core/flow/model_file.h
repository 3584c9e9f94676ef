// SPDX-License-Identifier: GPL-3.0-or-later
// What the file of a flow or of one level of a pyramid says of itself, without LibTorch.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

#include "core/base/error.h"
#include "core/flow/config.h"
#include "core/io/safetensors.h"

namespace bplf::flow {

/// Values of the metadata key "format" of the files this version writes: a whole model, one level of a pyramid.
inline constexpr const char* kCheckpointFormat = "bplf.flow.v1";
inline constexpr const char* kLevelFormat = "bplf.level.v1";

/// A file, a folder with model.safetensors, or the name of an embedded model to the file.
/// Error(kInput) saying what was looked for and where.
std::filesystem::path resolve_model(const std::string& model);

/// Whether the file is there and says that it is a flow's checkpoint (of any version).
bool is_checkpoint(const std::filesystem::path& path);
/// The same of one level of a pyramid.
bool is_level(const std::filesystem::path& path);

/// The metadata "format". Error(kInput) where there is none.
std::string stored_format(const SafetensorsFile& file);
/// Error(kInput): another format than `format`; a config that is no JSON or does not hold together. Whether this
/// program knows the system is not asked.
FlowConfig stored_config(const SafetensorsFile& file, const char* format);
/// Error(kInput): the file's config is invalid for this reason.
[[noreturn]] void throw_invalid_config(const SafetensorsFile& file, const Error& reason);

/// A model's file as it describes itself.
struct ModelFile {
    std::filesystem::path path;
    std::string sha256;
    FlowConfig config;
    std::map<std::string, std::string> metadata;  ///< keys besides "format" and "config"
    std::int64_t parameters = 0;                  ///< trained numbers
};

/// Reads what the file says and looks at its numbers; whether the tensors are those that the config's network has is
/// seen when the network is built (load_checkpoint). Error(kInput): anything io/safetensors refuses, what
/// stored_config() refuses, weights of another type than float, or that are NaN or infinite.
ModelFile read_model_file(const std::filesystem::path& path);

/// Whether a stored tensor is trained, and not one of the constants and running statistics beside the parameters.
bool is_parameter(const std::string& name, const FlowConfig& config);

}  // namespace bplf::flow
