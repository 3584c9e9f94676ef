// SPDX-License-Identifier: GPL-3.0-or-later
// Files that hold a face for the model: pictures with a recipe, stored codes, photos.
#pragma once

#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "core/engine/types.h"
#include "core/stimuli/judge.h"

namespace bplf::stimuli {

/// A code with the look it has its picture under.
struct OpenedFace {
    Latent code;
    Look look;
};

/// All faces of a file, with the engine's model: one of a picture or photo, several of a file of codes.
/// Error(kInput) for a picture of other weights, codes of another model, a photo without a face.
std::vector<OpenedFace> open_faces(const std::filesystem::path& file, const ModelInfo& model, const Tools& tools,
                                   const std::stop_token& stop);

/// The mean of their label conditions: (Σ I (m − u)) / n as one mix and intensity.
Look mean_look(const std::vector<OpenedFace>& faces, const std::vector<std::string>& labels);

/// A key of a morph from what a user names: a key in the grammar of `bplf morph`, a picture with a recipe, a file of
/// codes (.safetensors), or a photo. Error(kInput) for a picture of a code that has no seed.
MorphKey key_of(const std::string& source, const std::vector<std::string>& labels);

}  // namespace bplf::stimuli
