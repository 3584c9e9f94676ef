// SPDX-License-Identifier: GPL-3.0-or-later
// bplf model assemble: one checkpoint of a base and levels.
#include <nlohmann/json.hpp>

#include "app/commands/model.h"
#include "app/commands/session.h"
#include "core/base/atomic_file.h"
#include "core/flow/pyramid/assemble.h"

namespace bplf::cli {
namespace {

/// A run's best checkpoint, or what resolve_model() makes of the word.
std::filesystem::path file_of_level(const std::string& level) {
    const std::filesystem::path best = std::filesystem::path(level) / "best" / "model.safetensors";
    return std::filesystem::exists(best) ? best : flow::resolve_model(level);
}

}  // namespace

int run(const ModelAssembleOptions& options, Session& session) {
    refuse_existing(options.out, session.options().force);
    std::vector<flow::LevelCheckpoint> levels;
    for (const std::string& level : options.levels) levels.push_back(flow::load_level(file_of_level(level)));
    const flow::Checkpoint base = flow::load_checkpoint(flow::resolve_model(options.base));
    const flow::Assembled whole = flow::assemble(options.name, base, std::move(levels));
    flow::save_checkpoint(options.out, *whole.model, whole.metadata);

    const flow::FlowConfig& config = whole.model->config();
    const auto bytes = static_cast<double>(std::filesystem::file_size(options.out));
    session.console().result({{"schema", "bplf.model.assemble.v1"},
                              {"out", options.out},
                              {"bytes", bytes},
                              {"parameters", whole.model->parameter_count()},
                              {"parts", nlohmann::ordered_json::parse(whole.metadata.at("parts"))}},
                             options.out + ": " + std::to_string(config.width_px) + 'x' +
                                 std::to_string(config.height) + 'x' + std::to_string(config.channels) + ", " +
                                 plural(static_cast<long long>(config.pyramid.size()), "part") + ", " +
                                 std::to_string(whole.model->parameter_count()) + " parameters, " + bytes_text(bytes));
    return 0;
}

}  // namespace bplf::cli
