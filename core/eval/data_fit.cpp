// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/data_fit.h"

#include <algorithm>

#include "core/base/error.h"

namespace bplf {
namespace {

std::string size_text(std::int64_t width, std::int64_t height, std::int64_t channels) {
    return std::to_string(width) + "×" + std::to_string(height) + (channels == 1 ? " grey" : " colour");
}

std::string size_hint(const flow::FlowConfig& config) {
    if (config.height != config.width_px) return "Data sets hold square images: use a model of such ones.";
    return "Build it with --size " + std::to_string(config.height) + " --channels " + std::to_string(config.channels) +
           ", or use a model of its size.";
}

/// Whether an image has the class, or a share of it.
std::vector<bool> classes_in_use(const Dataset& dataset) {
    std::vector<bool> used;
    for (const auto& counts : dataset.counts()) {
        used.push_back(std::any_of(counts.begin(), counts.end(), [](std::int64_t n) { return n > 0; }));
    }
    const auto weights = dataset.label_weights();
    for (std::size_t i = 0; i < weights.size(); ++i) {
        if (weights[i] > 0) used[i % used.size()] = true;
    }
    return used;
}

}  // namespace

void require_image_size(const flow::FlowConfig& config, const Dataset& dataset, const std::string& name) {
    if (config.channels == dataset.channels() && config.height == dataset.height() &&
        config.width_px == dataset.width()) {
        return;
    }
    throw_input_error("holds images of " + size_text(dataset.width(), dataset.height(), dataset.channels()) +
                          " pixels, the model is for " + size_text(config.width_px, config.height, config.channels) +
                          " ones.",
                      name, size_hint(config));
}

std::vector<std::int64_t> label_map(const flow::FlowConfig& config, const Dataset& dataset, const std::string& name) {
    std::vector<std::int64_t> map;
    const std::vector<bool> used = classes_in_use(dataset);
    for (const std::string& label : dataset.class_names()) {
        const auto found = std::find(config.labels.begin(), config.labels.end(), label);
        // A class of the file's list without a single image asks nothing of the model.
        if (found == config.labels.end() && !config.labels.empty() && used[map.size()]) {
            throw_input_error("has the label '" + label + "' that the model does not know.", name,
                              "Use a data set with the model's labels.");
        }
        map.push_back(found == config.labels.end() ? 0 : found - config.labels.begin());
    }
    return map;
}

}  // namespace bplf
