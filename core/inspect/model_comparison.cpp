// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inspect/model_comparison.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/inspect/tensor_facts.h"
#include "core/io/mapped_guard.h"

namespace bplf::inspect {
namespace {

using Json = nlohmann::ordered_json;

std::vector<FactDifference> differences_of_config(const Json& first, const Json& second) {
    std::vector<FactDifference> found;
    for (const auto& [key, value] : first.items()) {
        if (!second.contains(key))
            found.push_back({key, value.dump(), {}});
        else if (second[key] != value)
            found.push_back({key, value.dump(), second[key].dump()});
    }
    for (const auto& [key, value] : second.items())
        if (!first.contains(key)) found.push_back({key, {}, value.dump()});
    return found;
}

std::vector<FactDifference> differences_of_metadata(const std::map<std::string, std::string>& first,
                                                    const std::map<std::string, std::string>& second) {
    std::vector<FactDifference> found;
    for (const auto& [key, value] : first) {
        const auto other = second.find(key);
        if (other == second.end())
            found.push_back({key, value, {}});
        else if (other->second != value)
            found.push_back({key, value, other->second});
    }
    for (const auto& [key, value] : second)
        if (!first.contains(key)) found.push_back({key, {}, value});
    return found;
}

TensorDifference distance(const TensorView& first, const TensorView& second) {
    TensorDifference found{first.name, {}};
    const std::vector<double> a = values_of(first), b = values_of(second);
    double difference = 0, size = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const double step = a[i] - b[i];
        difference += step * step;
        size += a[i] * a[i];
        found.largest = std::max(found.largest, std::abs(step));
    }
    if (difference > 0) found.relative_l2 = size > 0 ? std::sqrt(difference / size) : HUGE_VAL;
    return found;
}

std::map<std::string, const TensorView*> by_name(const SafetensorsFile& file) {
    std::map<std::string, const TensorView*> tensors;
    for (const TensorView& tensor : file.tensors()) tensors[tensor.name] = &tensor;
    return tensors;
}

TensorDifference compare(const TensorView& first, const TensorView* second) {
    if (second == nullptr) return {first.name, "only in the first"};
    if (first.shape != second->shape)
        return {first.name, "shapes " + shape_text(first.shape) + " and " + shape_text(second->shape)};
    return distance(first, *second);
}

void compare_tensors(ModelComparison& comparison, const std::stop_token& stop) {
    const SafetensorsFile first(comparison.first.path), second(comparison.second.path);
    const auto others = by_name(second);
    for (const auto& [name, tensor] : by_name(first)) {
        if (stop.stop_requested()) throw Error(ErrorKind::kInterrupted, "Stopped.", comparison.first.path.string());
        const TensorView* other = second.find(name);
        TensorDifference found = compare(*tensor, other);
        require_unwritten(tensor->bytes.data());
        if (other != nullptr) require_unwritten(other->bytes.data());
        if (found.reason.empty() && found.largest == 0)
            ++comparison.equal_tensors;
        else
            comparison.tensors.push_back(std::move(found));
    }
    for (const auto& [name, tensor] : others)
        if (first.find(name) == nullptr) comparison.tensors.push_back({name, "only in the second"});
}

}  // namespace

ModelComparison compare_models(const std::filesystem::path& first, const std::filesystem::path& second,
                               const std::stop_token& stop) {
    ModelComparison comparison;
    comparison.first = read_model_facts(first);
    comparison.second = read_model_facts(second);
    comparison.config =
        differences_of_config(Json::parse(comparison.first.config), Json::parse(comparison.second.config));
    comparison.metadata = differences_of_metadata(comparison.first.metadata, comparison.second.metadata);
    compare_tensors(comparison, stop);
    return comparison;
}

}  // namespace bplf::inspect
