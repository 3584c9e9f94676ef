// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inspect/model_facts.h"

#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/flow/model_file.h"
#include "core/nn/classifier_header.h"

namespace bplf::inspect {
namespace {

constexpr std::size_t kLargestCard = 1 << 20;

std::int64_t stored_levels(const std::map<std::string, std::string>& metadata) {
    const auto kept = metadata.find("temperature");
    if (kept == metadata.end()) return 0;
    const auto temperature = nlohmann::json::parse(kept->second, nullptr, /*allow_exceptions=*/false);
    return temperature.is_array() ? static_cast<std::int64_t>(temperature.size()) : 0;
}

std::string card_beside(const std::filesystem::path& weights) {
    const std::filesystem::path card = weights.parent_path() / "card.md";
    return std::filesystem::is_regular_file(card) ? read_file(card, kLargestCard) : std::string();
}

ModelFacts facts_of_flow(const std::filesystem::path& path) {
    const flow::ModelFile file = flow::read_model_file(path);
    const flow::FlowConfig& config = file.config;
    ModelFacts facts;
    facts.kind = config.level.empty() ? ModelKind::kFlow : ModelKind::kLevel;
    facts.sha256 = file.sha256;
    facts.parameters = file.parameters;
    facts.configuration = config.name;
    facts.system = config.system;
    facts.level = config.level;
    facts.image_width = config.width_px;
    facts.image_height = config.height;
    facts.channels = config.channels;
    facts.depth = config.depth;
    facts.width = config.width;
    facts.code_levels = stored_levels(file.metadata);
    facts.labels = config.labels;
    facts.config = flow::to_json(config).dump();
    facts.metadata = file.metadata;
    return facts;
}

ModelFacts facts_of_classifier(const std::filesystem::path& path) {
    const nn::ClassifierFile file = nn::read_classifier_file(path);
    ModelFacts facts;
    facts.kind = ModelKind::kClassifier;
    facts.sha256 = file.sha256;
    facts.parameters = file.parameters;
    facts.image_width = facts.image_height = file.options.size;
    facts.channels = file.options.channels;
    facts.width = file.options.width;
    facts.labels = file.options.labels;
    facts.config = nn::to_json(file.options).dump();
    facts.metadata = file.metadata;
    return facts;
}

}  // namespace

const char* name_of(ModelKind kind) {
    switch (kind) {
        case ModelKind::kFlow:
            return "flow";
        case ModelKind::kLevel:
            return "level";
        case ModelKind::kClassifier:
            break;
    }
    return "classifier";
}

ModelFacts read_model_facts(const std::filesystem::path& path) {
    ModelFacts facts = nn::is_classifier(path) ? facts_of_classifier(path) : facts_of_flow(path);
    facts.path = path;
    facts.bytes = std::filesystem::file_size(path);
    facts.card = card_beside(path);
    return facts;
}

}  // namespace bplf::inspect
