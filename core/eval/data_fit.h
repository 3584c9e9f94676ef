// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a data set is one for a model: its images' size and its labels' names.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/dataset/dataset_file.h"
#include "core/flow/config.h"

namespace bplf {

/// Error(kInput) naming both sizes when the images are not of the model's width, height and channels. `name` is what
/// the message calls the data.
void require_image_size(const flow::FlowConfig& config, const Dataset& dataset, const std::string& name = "data set");

/// For each class of the data set its index among the model's labels, by name; 0 for all where the model has no labels.
/// Error(kInput) when an image has a label that the model lacks. `name` is what the message calls the data.
std::vector<std::int64_t> label_map(const flow::FlowConfig& config, const Dataset& dataset,
                                    const std::string& name = "data set");

}  // namespace bplf
