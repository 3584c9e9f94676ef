// SPDX-License-Identifier: GPL-3.0-or-later
// What a run of a flow was started with, as config.json of its folder keeps it.
#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "core/flow/config.h"
#include "core/train/train_config.h"

namespace bplf {

struct RunSettings {
    flow::FlowConfig flow;
    TrainConfig training;
    std::string data;  ///< as TrainRequest::data
};

/// With the hash of the data's content.
nlohmann::ordered_json to_json(const RunSettings& settings, const std::string& data_sha256);

/// Of a run folder. Error(kInput) when they are missing or damaged.
RunSettings read_run_settings(const std::filesystem::path& run);

}  // namespace bplf
