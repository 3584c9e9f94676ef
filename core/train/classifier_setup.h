// SPDX-License-Identifier: GPL-3.0-or-later
// From what was asked for to what a classifier's training needs: settings, data and the network's shape.
#pragma once

#include <stop_token>

#include "core/dataset/dataset_file.h"
#include "core/nn/emotion_classifier.h"
#include "core/train/classifier_trainer.h"

namespace bplf {

/// The request with the settings that a resumed run says of itself. Error(kUsage) for settings out of range, kInput
/// when the folder to resume is not a classifier's run.
ClassifierRequest complete_request(ClassifierRequest request);

/// The data set, resized to request.size where that is asked for. Errors as open_data().
Dataset open_classifier_data(const ClassifierRequest& request, const std::stop_token& stop);

/// A network for the images and class names of the data. Error(kInput) when they do not fit one.
nn::EmotionClassifierOptions classifier_network(const Dataset& data, const ClassifierRequest& request);

}  // namespace bplf
