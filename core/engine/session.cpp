// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/session.h"

#include <torch/torch.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/flow/checkpoint.h"

namespace bplf {
namespace {

constexpr std::size_t kKeptContexts = 32;
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

std::string model_name(const std::string& asked, const std::filesystem::path& file) {
    if (!std::filesystem::exists(asked)) return asked;  // an embedded model's name
    return file.stem() == "model" ? std::filesystem::absolute(file).parent_path().filename().string()
                                  : file.stem().string();
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
    info.name = model_name(asked, checkpoint.path);
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
    const auto temperature = fact(checkpoint, "temperature");
    info.own.temperature.assign(info.levels.size(), kFlatTemperature);
    if (all_numbers(temperature, info.levels.size())) temperature.get_to(info.own.temperature);
    const auto intensity = fact(checkpoint, "intensity");
    info.own.intensity = intensity.is_number() ? std::clamp(intensity.get<double>(), 0.0, kLargestIntensity) : 1.0;
    const auto bits = fact(checkpoint, "bits_per_dim");
    if (bits.is_number()) info.bits_per_dim = bits.get<double>();
    const auto usual = fact(checkpoint, "usual_bits_per_dim");
    if (all_numbers(usual, 2)) info.usual_bits_per_dim = usual.get<std::array<double, 2>>();
    info.parameters = checkpoint.model->parameter_count();
    info.device = device;
    return info;
}

}  // namespace

Session::Session(const std::string& model, const std::string& device, int threads) {
    const at::NoGradGuard no_grad;
    const flow::Checkpoint checkpoint = flow::load_checkpoint(flow::resolve_model(model));
    info_ = describe(checkpoint, model, device);
    sampler_ = std::make_unique<Sampler>(make_plan(checkpoint.model), threads);
}

std::shared_ptr<const FlowContext> Session::context(const std::vector<double>& weights) const {
    const std::lock_guard lock(cache_mutex_);
    for (const auto& [key, context] : contexts_) {
        if (key == weights) return context;
    }
    auto context = sampler_->plan().context(weights);
    if (contexts_.size() >= kKeptContexts) contexts_.erase(contexts_.begin());
    contexts_.emplace_back(weights, context);
    return context;
}

std::vector<std::vector<float>> Session::codes_of(const Latent& latent) const {
    if (latent.shapes != info_.levels) {
        throw_input_error("has levels of other shapes than the model.", "latent",
                          "It was made with another model; encode the photo again with this one.");
    }
    return latent.levels;
}

Latent Session::latent_from(std::vector<std::vector<float>> codes) const {
    Latent latent;
    latent.shapes = info_.levels;
    latent.levels = std::move(codes);
    latent.metadata["model_sha256"] = info_.sha256;
    latent.metadata["model"] = info_.name;
    return latent;
}

void scale_levels(std::vector<std::vector<float>>& codes, const std::vector<double>& temperature) {
    for (std::size_t level = 0; level < codes.size(); ++level) {
        for (float& value : codes[level]) value = static_cast<float>(value * temperature[level]);
    }
}

}  // namespace bplf
