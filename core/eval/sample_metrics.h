// SPDX-License-Identifier: GPL-3.0-or-later
// Everything measured of drawn faces against real ones, however they were drawn.
#pragma once

#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

#include "core/dataset/dataset_file.h"
#include "core/eval/sample_measure.h"
#include "core/nn/emotion_classifier.h"

namespace bplf {

struct SampleMetrics {
    std::int64_t count = 0;  ///< of the drawn images
    std::int64_t real_count = 0;
    MeasureResult found;  ///< by all of sample_measures()
};

/// Compares drawn with real images of the classifier's size, two or more of each.
SampleMetrics measure_samples(nn::EmotionClassifier& classifier, const LabelledImages& drawn,
                              const LabelledImages& real, const std::stop_token& stop = {});

/// These rows of a data set with their labels by name. Error(kInput) when the images are of another size than the
/// classifier's, or one of them has a label that it does not know.
LabelledImages labelled_images(const Dataset& dataset, const std::vector<std::int64_t>& rows,
                               const nn::EmotionClassifierOptions& classifier);

/// Index of a label in the classifier's own list. Error(kInput) when it is not there.
std::int64_t classifier_label(const nn::EmotionClassifierOptions& classifier, const std::string& label);

/// How many of `total` places each entry gets in proportion to `weights` (>= 0, one above 0), by largest remainders;
/// the sum is `total`.
std::vector<std::int64_t> shares_of(std::int64_t total, const std::vector<std::int64_t>& weights);

}  // namespace bplf
