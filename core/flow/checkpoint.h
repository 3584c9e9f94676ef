// SPDX-License-Identifier: GPL-3.0-or-later
// A trained flow in one safetensors file: weights plus config, labels, data facts and licence as metadata.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "core/flow/model.h"

namespace bplf::flow {

/// Value of the metadata key "format" of the files this version writes.
inline constexpr const char* kCheckpointFormat = "bplf.flow.v1";

/// A model with everything its file says.
struct Checkpoint {
    std::shared_ptr<Model> model;
    /// Keys besides "format" and "config": "bits_per_dim", "data", "temperature" (JSON array), "licence", …
    /// (models/README.md).
    std::map<std::string, std::string> metadata;
    std::filesystem::path path;
    std::string sha256;
};

/// A file, a folder with model.safetensors, or the name of an embedded model to the file.
/// Error(kInput) saying what was looked for and where.
std::filesystem::path resolve_model(const std::string& model);

/// Whether the file is there and says that it is a flow's checkpoint (of any version).
bool is_checkpoint(const std::filesystem::path& path);

/// float16 storage is widened to float32. Error(kInput): anything io/safetensors refuses; not a BPLF checkpoint;
/// unknown format version; config invalid; a tensor missing, extra, of another shape or type, or with NaN or infinite
/// values.
Checkpoint load_checkpoint(const std::filesystem::path& path);

/// Atomically. `half` stores float16.
void save_checkpoint(const std::filesystem::path& path, const Model& model,
                     const std::map<std::string, std::string>& metadata, bool half = false);

/// Parameters and buffers by name, as stored.
std::map<std::string, at::Tensor> named_state(const Model& model);

}  // namespace bplf::flow
