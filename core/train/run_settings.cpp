// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/run_settings.h"

#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/collect/pack.h"
#include "core/train/run_folder.h"

namespace bplf {

nlohmann::ordered_json to_json(const RunSettings& settings, const std::string& data_sha256) {
    return {{"flow", flow::to_json(settings.flow)},
            {"training", to_json(settings.training)},
            {"data", absolute_data(settings.data)},
            {"data_sha256", data_sha256}};
}

RunSettings read_run_settings(const std::filesystem::path& run) {
    const auto file = RunFolder(run).config_file();
    if (!std::filesystem::exists(file)) RunFolder(run).last_checkpoint();  // says what is missing
    try {
        const auto json = nlohmann::json::parse(read_file(file, 1 << 20));
        return {flow::config_from_json(json.at("flow")), train_config_from_json(json.at("training")),
                json.at("data").get<std::string>()};
    } catch (const nlohmann::json::exception& error) {
        throw_input_error(std::string("is damaged: ") + error.what() + ".", file.string(),
                          "Restore it from a copy; it holds the run's settings.");
    }
}

}  // namespace bplf
