// SPDX-License-Identifier: GPL-3.0-or-later
// Small data and models that the tests of the measures share.
#pragma once

#include <gtest/gtest.h>
#include <torch/types.h>

#include <memory>
#include <numeric>
#include <string>
#include <vector>

#include "core/dataset/dataset_file.h"
#include "core/flow/registry.h"
#include "tests/support/support.h"

namespace bplf::test {

/// `count` images side × side of ramps that rise (label 0) or fall (label 1) with some noise, all validation.
inline DatasetContent ramps(int count, int side, std::vector<std::string> names = {"happy", "sad"}) {
    DatasetContent content;
    content.height = content.width = side;
    content.class_names = std::move(names);
    content.source_names = {"ramps"};
    for (int i = 0; i < count; ++i) {
        const int label = i % 2;
        for (int p = 0; p < side * side; ++p) {
            const int place = label == 0 ? p : side * side - 1 - p;
            const int noise = static_cast<int>(rng()() % 25);
            content.images.push_back(static_cast<std::uint8_t>(20 + place * 200 / (side * side) + noise));
        }
        content.labels.push_back(label);
        content.splits.push_back(static_cast<std::uint8_t>(Split::kValidation));
        content.groups.push_back(i);
        content.manifest_rows.push_back(i);
        content.sources.push_back(0);
    }
    return content;
}

inline std::vector<std::int64_t> all_rows(const Dataset& data) {
    std::vector<std::int64_t> rows(static_cast<std::size_t>(data.size()));
    std::iota(rows.begin(), rows.end(), 0);
    return rows;
}

/// A flow for 8×8 images with the labels happy and sad (or none), away from its identity start.
inline std::shared_ptr<flow::Model> small_model(bool labels = true) {
    flow::FlowConfig config;
    config.system = "bplf";
    if (labels) config.labels = {"happy", "sad"};
    config.height = config.width_px = 8;
    config.levels = 2, config.depth = 2, config.width = 8;
    if (labels) config.condition = "input+out", config.top_prior = "class";
    auto model = flow::make_model(config);
    const at::NoGradGuard no_grad;
    for (at::Tensor& parameter : model->parameters()) parameter.add_(at::randn_like(parameter) * 0.05);
    model->eval();
    return model;
}

}  // namespace bplf::test
