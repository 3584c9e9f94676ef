// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/settings.h"

#include <nlohmann/json.hpp>

#include "app/commands/suggest.h"
#include "core/base/error.h"

namespace bplf::cli {
namespace {

nlohmann::json value_of(const std::string& text) {
    nlohmann::json value = nlohmann::json::parse(text, nullptr, false);
    return value.is_discarded() ? nlohmann::json(text) : value;
}

/// Takes "flow." or "training." off the key and says whether the other part is out of the question.
bool belongs(std::string& key, const std::string& part, const std::string& other) {
    if (key.rfind(other + '.', 0) == 0) return false;
    if (key.rfind(part + '.', 0) == 0) key.erase(0, part.size() + 1);
    return true;
}

[[noreturn]] void throw_unknown(const std::string& key, const nlohmann::json& flow, const nlohmann::json& training) {
    std::vector<std::string> known;
    for (const auto& item : flow.items()) known.push_back(item.key());
    for (const auto& item : training.items()) known.push_back(item.key());
    const std::string nearest = nearest_word(key, known);
    throw_usage_error(
        "There is no setting \"" + key + "\".", "--set",
        nearest.empty() ? "The config.json of any run folder lists them." : "Did you mean \"" + nearest + "\"?");
}

}  // namespace

void apply_settings(const std::vector<std::string>& words, flow::FlowConfig& flow, TrainConfig& training) {
    const nlohmann::json flow_keys = flow::to_json(flow);
    const nlohmann::json training_keys = to_json(training);
    nlohmann::json flow_changes = nlohmann::json::object();
    nlohmann::json training_changes = nlohmann::json::object();
    for (const std::string& word : words) {
        const std::size_t equals = word.find('=');
        if (equals == std::string::npos || equals == 0)
            throw_usage_error("\"" + word + "\" is not of the form key=value.", "--set");
        const std::string whole = word.substr(0, equals);
        const nlohmann::json value = value_of(word.substr(equals + 1));
        std::string key = whole;
        if (belongs(key, "flow", "training") && flow_keys.contains(key)) {
            flow_changes[key] = value;
            continue;
        }
        key = whole;
        if (!belongs(key, "training", "flow") || !training_keys.contains(key))
            throw_unknown(whole, flow_keys, training_keys);
        training_changes[key] = value;
    }
    flow = flow::config_from_json(flow_changes, flow);
    training = train_config_from_json(training_changes, training);
}

}  // namespace bplf::cli
