// SPDX-License-Identifier: GPL-3.0-or-later
// The data sets of the study in one form: 32×32, a training and a held-out part, raw and
// SVD-truncated.
#pragma once

#include <cstdint>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/progress.h"

namespace bplf {

/// Side of the study's images and the number of singular values that truncation keeps of them.
inline constexpr int kStudySide = 32;
inline constexpr int kStudyRank = 16;

struct StudySet {
    std::string name;   ///< of study_set_names()
    std::string title;  ///< "MNIST (padded to 32×32)"
    std::string note;   ///< what a reader must know, e.g. that the set is partial; may be empty
    /// Data-set files; training images as train, held-out ones as validation.
    std::filesystem::path raw, truncated;
    std::vector<std::string> labels;  ///< the model's; empty where the study is unconditional
    int channels = 1;
    bool flip = false;             ///< whether a mirrored image is an image of the set
    std::int64_t real_pixels = 0;  ///< of one image; fewer than stored where it is padded
    std::int64_t train_images = 0, held_out_images = 0;
    double psnr = 0;                                    ///< raw against truncated, held-out images, dB
    double png_raw = 0, png_truncated = 0;              ///< bits/dim of the images' PNG data
    double predictor_raw = 0, predictor_truncated = 0;  ///< bits/dim of the median edge predictor
};

/// How many images are taken, evenly spread over the collection.
struct StudySetLimits {
    std::int64_t train = 0;
    std::int64_t held_out = 0;
};

/// Error(kInput) naming every one of `names` that `root` does not have, what was looked for, and
/// where to get it.
void require_study_sets(const std::vector<std::string>& names, const std::filesystem::path& root);

/// Makes <folder>/<name>-{raw,truncated}.safetensors, or takes them when they were made from the
/// same collection with the same limits. Errors as open_data(); kInterrupted on stop.
StudySet prepare_study_set(const std::string& name, const std::filesystem::path& root,
                           const std::filesystem::path& folder, const StudySetLimits& limits,
                           const ProgressSink& progress = {}, const std::stop_token& stop = {});

nlohmann::ordered_json to_json(const StudySet& set);

}  // namespace bplf
