// SPDX-License-Identifier: GPL-3.0-or-later
// A trained flow in one safetensors file: weights plus config, labels, data facts and licence as metadata.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "core/flow/model.h"
#include "core/flow/model_file.h"
#include "core/flow/pyramid/level.h"

namespace bplf::flow {

/// What a file holds, with everything it says besides.
template <typename Kind>
struct Stored {
    std::shared_ptr<Kind> model;
    /// Keys besides "format" and "config": "bits_per_dim", "data", "temperature" (JSON array), "licence", …
    /// (models/README.md).
    std::map<std::string, std::string> metadata;
    std::filesystem::path path;
    std::string sha256;
};
using Checkpoint = Stored<Model>;
using LevelCheckpoint = Stored<Level>;

/// float16 storage is widened to float32. Error(kInput): anything io/safetensors refuses; not a BPLF checkpoint;
/// unknown format version; config invalid; a tensor missing, extra, of another shape or type, or with NaN or infinite
/// values.
Checkpoint load_checkpoint(const std::filesystem::path& path);
/// The same of one level of a pyramid.
LevelCheckpoint load_level(const std::filesystem::path& path);
/// Whichever of the two it is.
Stored<Density> load_density(const std::filesystem::path& path);

/// Atomically. `half` stores float16.
void save_checkpoint(const std::filesystem::path& path, const Density& model,
                     const std::map<std::string, std::string>& metadata, bool half = false);

/// Parameters and buffers by name, as stored.
std::map<std::string, at::Tensor> named_state(const Density& model);

}  // namespace bplf::flow
