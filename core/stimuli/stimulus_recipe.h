// SPDX-License-Identifier: GPL-3.0-or-later
// The recipe inside a stimulus: the face's own, which the studio opens, and how it was finished.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "core/stimuli/finish.h"
#include "core/stimuli/set_record.h"

namespace bplf::stimuli {

inline constexpr const char* kStimulusSchema = "bplf.stimulus.v1";
/// In a set's folder: the codes of identities that are no seeds.
inline constexpr const char* kCodesFile = "identities.safetensors";

/// Of a seed: a request of one face ("bplf.sample.v1") with the finish as "stimulus"; of a code or photo:
/// "bplf.stimulus.v1", which names the code's place in kCodesFile.
std::string stimulus_recipe(const SetRecord& set, std::size_t picture);

/// A stimulus taken apart.
struct StimulusRecipe {
    std::string model, model_sha256;
    bool is_seed = true;
    std::uint64_t seed = 0;
    std::vector<double> temperature;  ///< of a seed
    int code = 0;                     ///< else: index in kCodesFile
    Look look;                        ///< mix and intensity
    Finish finish;
    std::string pixel_sha256;
};

/// Error(kInput) for a picture without a recipe or with one of another kind; sample recipes without "stimulus" are
/// pictures of `bplf sample`: enlarged to their "pixels" and nothing else.
StimulusRecipe stimulus_in(const std::filesystem::path& picture);

}  // namespace bplf::stimuli
