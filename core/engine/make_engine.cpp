// SPDX-License-Identifier: GPL-3.0-or-later
// The programs' engine: checkpoints become plans through LibTorch here, and nowhere else in this room.
#include <ATen/Parallel.h>
#include <torch/types.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/models_folder.h"
#include "core/engine/engine.h"
#include "core/face/detector.h"
#include "core/flow/checkpoint.h"
#include "core/flow/registry.h"
#include "core/sample/flow_plan.h"

namespace bplf {
namespace {

constexpr double kFlatTemperature = 0.7;  // Glow's usual choice, for checkpoints that name none

nlohmann::json fact(const flow::Checkpoint& checkpoint, const char* key) {
    const auto found = checkpoint.metadata.find(key);
    if (found == checkpoint.metadata.end()) return nullptr;
    return nlohmann::json::parse(found->second, nullptr, /*allow_exceptions=*/false);
}

std::string text_fact(const flow::Checkpoint& checkpoint, const char* key) {
    const auto found = checkpoint.metadata.find(key);
    return found == checkpoint.metadata.end() ? std::string() : found->second;
}

std::string card_beside(const std::filesystem::path& weights) {
    const auto card = weights.parent_path() / "card.md";
    return std::filesystem::exists(card) ? read_file(card, 1 << 20) : std::string();
}

bool all_numbers(const nlohmann::json& json, std::size_t count) {
    if (!json.is_array() || json.size() != count) return false;
    for (const auto& value : json) {
        if (!value.is_number()) return false;
    }
    return true;
}

ModelInfo describe(const flow::Checkpoint& checkpoint, const std::string& asked, const std::string& device) {
    const flow::FlowConfig& config = checkpoint.model->config();
    ModelInfo info;
    // A run's "last" is a link to its newest checkpoint: what it is called by is what was asked for.
    info.name = model_name(asked);
    info.path = checkpoint.path.string();
    info.sha256 = checkpoint.sha256;
    info.system = config.system;
    info.config_json = flow::to_json(config).dump(2);
    info.licence = text_fact(checkpoint, "licence");
    info.card = card_beside(checkpoint.path);
    info.channels = static_cast<int>(config.channels);
    info.height = static_cast<int>(config.height);
    info.width = static_cast<int>(config.width_px);
    info.labels = config.labels;
    for (const auto& shape : checkpoint.model->code_shapes()) {
        info.levels.push_back(
            {static_cast<int>(shape.channels), static_cast<int>(shape.height), static_cast<int>(shape.width)});
    }
    info.level_parts = flow::parts_of_codes(config, info.levels.size());
    const auto temperature = fact(checkpoint, "temperature");
    info.own.temperature.assign(info.levels.size(), kFlatTemperature);
    if (all_numbers(temperature, info.levels.size())) temperature.get_to(info.own.temperature);
    const auto intensity = fact(checkpoint, "intensity");
    info.own.intensity = intensity.is_number() ? std::clamp(intensity.get<double>(), 0.0, kLargestIntensity) : 1.0;
    const auto margin = fact(checkpoint, "frame_margin");
    if (margin.is_number()) info.frame_margin = std::clamp(margin.get<double>(), -0.4, 2.0);
    const auto bits = fact(checkpoint, "bits_per_dim");
    if (bits.is_number()) info.bits_per_dim = bits.get<double>();
    const auto usual = fact(checkpoint, "usual_bits_per_dim");
    if (all_numbers(usual, 2)) info.usual_bits_per_dim = usual.get<std::array<double, 2>>();
    info.parameters = checkpoint.model->parameter_count();
    info.device = device;
    return info;
}

LoadedModel load(const std::string& model) {
    const at::NoGradGuard no_grad;
    const flow::Checkpoint checkpoint = flow::load_checkpoint(flow::resolve_model(model));
    return {describe(checkpoint, model, "cpu"), make_plan(checkpoint.model)};
}

WeightsFound try_weights(const std::string& model) {
    const flow::Stored<flow::Density> found = flow::load_density(flow::resolve_model(model));
    return {found.model->config().name, found.model->parameter_count()};
}

std::vector<std::string> embedded() {
    std::vector<std::string> names;
    for (const auto& folder : models_folders()) {
        std::error_code code;
        for (const auto& entry : std::filesystem::directory_iterator(folder, code)) {
            if (!flow::is_checkpoint(entry.path() / "model.safetensors")) continue;
            names.push_back(entry.path().filename().string());
        }
    }
    const std::string first = model_name("default");
    std::sort(names.begin(), names.end(),
              [&](const auto& a, const auto& b) { return std::pair(a != first, a) < std::pair(b != first, b); });
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

std::unique_ptr<FaceDetector> detector(const FaceOptions& options) {
    return make_face_detector(options.detector);
}

}  // namespace

Result<std::unique_ptr<Engine>> make_engine(const EngineOptions& options) {
    return capture([&] {
        if (options.threads < 0 || options.threads > 1024) throw_usage_error("must be 0 to 1024.", "threads");
        if (options.device != "auto" && options.device != "cpu") {
            throw Error(ErrorKind::kResource, "'" + options.device + "' cannot draw pictures in this version.",
                        "device", "Use --device cpu; bplf train can use a GPU.");
        }
        if (options.threads > 0) at::set_num_threads(options.threads);
        if (!options.models_folder.empty()) prefer_models_folder(options.models_folder);
        return std::make_unique<Engine>(
            EngineParts{load, embedded, detector, load_judge, at::get_num_threads(), try_weights});
    });
}

}  // namespace bplf
