// SPDX-License-Identifier: GPL-3.0-or-later
// What bplf dataset tells of a set and of single images.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "app/commands/dataset.h"
#include "core/collect/check.h"

namespace bplf::cli {

/// What became of images: their lines of the manifest, and the same in sentences.
struct Explanations {
    nlohmann::ordered_json images = nlohmann::ordered_json::array();
    std::string text;
};

/// Of a built set.
Explanations explain(const std::string& folder, const std::vector<std::string>& images);

/// The result of dataset info, and of dataset info --explain.
int print_info(const DatasetInfo& info, Session& session);
int print_explanation(const DatasetInfoOptions& options, Session& session);

}  // namespace bplf::cli
