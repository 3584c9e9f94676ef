// SPDX-License-Identifier: GPL-3.0-or-later
// What a judge of expressions sees in the faces that a trained row draws.
#pragma once

#include <cstdint>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <stop_token>
#include <vector>

#include "core/dataset/dataset_file.h"
#include "core/flow/model.h"

namespace bplf {

struct SampleScores {
    std::int64_t drawn = 0;
    std::int64_t non_finite = 0;  ///< of them: not a picture, left out of the rest
    double frechet_distance = 0;  ///< to the held-out images, on the judge's features (eval/frechet_distance.h)
    double kernel_distance = 0;   ///< the same with eval/kernel_distance.h
    double agreement = 0;         ///< share of drawn faces in which the judge sees the label asked for
    double real_agreement = 0;    ///< the same share of the held-out images with their own labels
};

/// Draws a face for each of `rows` with its label, seeds from 1, at temperature 1: the model's own distribution; and
/// has the classifier in `judge` compare them with the rows' images. NaN where fewer than two faces are finite. Puts
/// the model into eval mode. Error(kInput) when the classifier does not fit the images or the labels.
SampleScores score_samples(flow::Model& model, const Dataset& dataset, const std::vector<std::int64_t>& rows,
                           const std::filesystem::path& judge, const std::stop_token& stop = {});

nlohmann::ordered_json to_json(const SampleScores& scores);
/// Throws nlohmann's exceptions where the JSON is not one.
SampleScores sample_scores_from_json(const nlohmann::ordered_json& json);

}  // namespace bplf
