// SPDX-License-Identifier: GPL-3.0-or-later
// bplf model info: what the file of a flow, of a level or of a classifier says of itself.
#include <nlohmann/json.hpp>

#include "app/commands/model.h"
#include "app/commands/session.h"
#include "app/commands/tensor_report.h"
#include "core/base/number_text.h"
#include "core/flow/model_file.h"
#include "core/inspect/model_facts.h"

namespace bplf::cli {
namespace {

using Json = nlohmann::ordered_json;
using inspect::ModelFacts;
using inspect::ModelKind;

/// Histograms are `model tensors`' part.
constexpr int kNoBins = 1;

std::string title_of(const ModelFacts& facts) {
    switch (facts.kind) {
        case ModelKind::kFlow:
            return facts.configuration + " (" + facts.system + ")";
        case ModelKind::kLevel:
            return facts.configuration + " (a level of a pyramid: " + facts.level + ")";
        case ModelKind::kClassifier:
            break;
    }
    return "classifier of expressions";
}

std::string network_of(const ModelFacts& facts) {
    const std::string depth = facts.depth > 0 ? "depth " + std::to_string(facts.depth) + ", " : "";
    const std::string codes = facts.code_levels > 0 && facts.kind == ModelKind::kFlow
                                  ? ", codes on " + plural(facts.code_levels, "level")
                                  : "";
    return depth + "width " + std::to_string(facts.width) + codes;
}

std::string sides_of(const ModelFacts& facts) {
    return std::to_string(facts.image_width) + 'x' + std::to_string(facts.image_height) + 'x' +
           std::to_string(facts.channels);
}

std::string info_text(const ModelFacts& facts) {
    std::string labels;
    for (const std::string& label : facts.labels) labels += (labels.empty() ? "" : ", ") + label;
    std::string text = facts.path.string() + '\n';
    text += "  configuration  " + title_of(facts) + '\n';
    text += "  images         " + sides_of(facts) + '\n';
    text += "  labels         " + (labels.empty() ? "none" : labels) + '\n';
    text += "  network        " + network_of(facts) + ", " + std::to_string(facts.parameters) + " parameters\n";
    text += "  sha256         " + facts.sha256 + '\n';
    for (const auto& [key, value] : facts.metadata)
        text += "  " + key + std::string(key.size() < 13 ? 15 - key.size() : 2, ' ') +
                (value.size() > 200 ? value.substr(0, 200) + "…" : value) + '\n';
    return text;
}

Json info_json(const ModelFacts& facts) {
    return {{"schema", "bplf.model.info.v1"},
            {"kind", inspect::name_of(facts.kind)},
            {"path", facts.path.string()},
            {"sha256", facts.sha256},
            {"bytes", facts.bytes},
            {"parameters", facts.parameters},
            {"config", Json::parse(facts.config)},
            {"metadata", facts.metadata}};
}

}  // namespace

bool only_reads(const ModelInfoOptions&) {
    return true;
}

int run(const ModelInfoOptions& options, Session& session) {
    const std::filesystem::path path = flow::resolve_model(options.model);
    const ModelFacts facts = inspect::read_model_facts(path);
    Json json = info_json(facts);
    std::string text = info_text(facts);
    if (options.tensors) {
        const auto tensors = inspect::read_tensor_facts(facts.path, kNoBins, session.stop());
        json["tensors"] = tensors_json(tensors);
        text += tensors_text(tensors);
    }
    session.console().result(json, text);
    return 0;
}

}  // namespace bplf::cli
