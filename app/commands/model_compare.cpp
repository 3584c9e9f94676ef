// SPDX-License-Identifier: GPL-3.0-or-later
// bplf model compare: what the files of two models differ in.
#include <nlohmann/json.hpp>

#include "app/commands/model.h"
#include "app/commands/session.h"
#include "core/base/number_text.h"
#include "core/flow/model_file.h"
#include "core/inspect/model_comparison.h"

namespace bplf::cli {
namespace {

using Json = nlohmann::ordered_json;

/// Longer values of the metadata are in the JSON alone.
constexpr std::size_t kLongestShown = 200;

Json json_of(const std::optional<std::string>& value, bool is_json) {
    if (!value) return nullptr;
    return is_json ? Json::parse(*value) : Json(*value);
}

Json facts_json(const std::vector<inspect::FactDifference>& differences, bool are_json) {
    Json json = Json::object();
    for (const inspect::FactDifference& found : differences)
        json[found.key] = {json_of(found.first, are_json), json_of(found.second, are_json)};
    return json;
}

Json tensors_json(const std::vector<inspect::TensorDifference>& differences) {
    Json list = Json::array();
    for (const inspect::TensorDifference& found : differences) {
        if (found.reason.empty())
            list.push_back({{"name", found.name}, {"relative_l2", found.relative_l2}, {"largest", found.largest}});
        else
            list.push_back({{"name", found.name}, {"difference", found.reason}});
    }
    return list;
}

std::string compare_text(const Json& result) {
    std::string text;
    for (const auto& [key, pair] : result["config"].items())
        text += "config " + key + ": " + pair[0].dump() + " and " + pair[1].dump() + '\n';
    for (const auto& [key, pair] : result["metadata"].items())
        if (pair.dump().size() < kLongestShown)
            text += "metadata " + key + ": " + pair[0].dump() + " and " + pair[1].dump() + '\n';
    for (const Json& tensor : result["tensors"])
        text += tensor["name"].get<std::string>() + ": " +
                (tensor.contains("relative_l2") ? "relative distance " + fixed(tensor["relative_l2"], 6)
                                                : tensor["difference"].get<std::string>()) +
                '\n';
    return text.empty() ? "no difference\n" : text;
}

}  // namespace

bool only_reads(const ModelCompareOptions&) {
    return true;
}

int run(const ModelCompareOptions& options, Session& session) {
    const auto found = inspect::compare_models(flow::resolve_model(options.first), flow::resolve_model(options.second),
                                               session.stop());
    const Json json{{"schema", "bplf.model.compare.v1"},        {"first", found.first.path.string()},
                    {"second", found.second.path.string()},     {"equal", found.equal()},
                    {"config", facts_json(found.config, true)}, {"metadata", facts_json(found.metadata, false)},
                    {"equal_tensors", found.equal_tensors},     {"tensors", tensors_json(found.tensors)}};
    session.console().result(json, compare_text(json));
    return 0;
}

}  // namespace bplf::cli
