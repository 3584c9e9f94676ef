// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/trial_config.h"

#include <nlohmann/json.hpp>

#include "core/flow/registry.h"

namespace bplf {
namespace {

constexpr std::int64_t kWidthStep = 2;
constexpr std::int64_t kWidestFit = 4096;

flow::FlowConfig with(const nlohmann::ordered_json& switches, const flow::FlowConfig& config) {
    return flow::config_from_json(switches, config);
}

void make_unconditional(flow::FlowConfig& config) {
    config.condition = "none";
    config.split_label = false;
    if (config.top_prior == "class" || config.top_prior == "class_map") config.top_prior = "learned";
}

}  // namespace

const nlohmann::ordered_json& shared_switches() {
    static const nlohmann::ordered_json switches{
        {"flow_actnorm", true}, {"position", "edge"},       {"norm", "actnorm"},
        {"conv1x1", "plain"},   {"condition", "input+out"}, {"split_prior", "learned"},
        {"split_label", true},  {"top_prior", "class"},     {"label_light", false}};
    return switches;
}

std::int64_t parameters_of(const flow::FlowConfig& config) {
    return flow::make_model(config)->parameter_count();
}

flow::FlowConfig trial_config(const StudyRow& row, const StudySet& set, const std::string& scale,
                              std::int64_t parameters) {
    flow::FlowConfig config = flow::load_config(row.system + "-" + scale);
    if (flow::made_of_steps(flow::find_system(config.system))) config = with(shared_switches(), config);
    if (!row.switches.empty()) config = with(nlohmann::ordered_json::parse(row.switches), config);
    config.channels = set.channels;
    config.height = config.width_px = kStudySide;
    config.labels = set.labels;
    if (set.labels.empty()) make_unconditional(config);
    if (parameters <= 0) return config;
    // Parameters grow with the width: the first width that reaches them, or the one before where
    // that is nearer.
    std::int64_t before = 0;
    for (config.width = kWidthStep; config.width < kWidestFit; config.width += kWidthStep) {
        const std::int64_t now = parameters_of(config);
        if (now >= parameters) {
            if (parameters - before < now - parameters && before > 0) config.width -= kWidthStep;
            break;
        }
        before = now;
    }
    return config;
}

flow::FlowConfig matched_config(const StudyRow& row, const StudySet& set, const std::string& scale) {
    for (const StudyTable& table : paper_tables())
        for (const StudyRow& other : table.rows)
            if (other.id == row.matched_to)
                return trial_config(row, set, scale, parameters_of(trial_config(other, set, scale)));
    return trial_config(row, set, scale);
}

}  // namespace bplf
