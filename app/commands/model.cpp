// SPDX-License-Identifier: GPL-3.0-or-later
// bplf model compare and convert; info and verify have files of their own.
#include "app/commands/model.h"

#include <torch/types.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "app/commands/session.h"
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/flow/checkpoint.h"
#include "core/io/tensors.h"
#include "core/nn/classifier_file.h"

namespace bplf::cli {
namespace {

using Json = nlohmann::ordered_json;
using State = std::map<std::string, at::Tensor>;

flow::Checkpoint open_model(const std::string& model) {
    return flow::load_checkpoint(flow::resolve_model(model));
}

/// ‖a − b‖ / ‖a‖; infinite when only b is not zero.
double relative_distance(const at::Tensor& a, const at::Tensor& b) {
    const double difference = (a.to(at::kDouble) - b.to(at::kDouble)).norm().item<double>();
    const double size = a.to(at::kDouble).norm().item<double>();
    if (difference == 0) return 0;
    return size > 0 ? difference / size : HUGE_VAL;
}

Json tensor_differences(const State& first, const State& second) {
    Json list = Json::array();
    for (const auto& [name, tensor] : first) {
        const auto other = second.find(name);
        if (other == second.end()) {
            list.push_back({{"name", name}, {"difference", "only in the first"}});
        } else if (tensor.sizes() != other->second.sizes()) {
            list.push_back({{"name", name},
                            {"difference", "shapes " + shape_text(tensor.sizes().vec()) + " and " +
                                               shape_text(other->second.sizes().vec())}});
        } else if (const double distance = relative_distance(tensor, other->second); distance > 0) {
            list.push_back({{"name", name}, {"relative_l2", distance}});
        }
    }
    for (const auto& [name, tensor] : second)
        if (first.count(name) == 0) list.push_back({{"name", name}, {"difference", "only in the second"}});
    return list;
}

Json config_differences(const Json& first, const Json& second) {
    Json differences = Json::object();
    for (const auto& [key, value] : first.items())
        if (!second.contains(key) || second[key] != value)
            differences[key] = {value, second.contains(key) ? second[key] : Json(nullptr)};
    for (const auto& [key, value] : second.items())
        if (!first.contains(key)) differences[key] = {nullptr, value};
    return differences;
}

std::string compare_text(const Json& result) {
    std::string text;
    for (const auto& [key, pair] : result["config"].items())
        text += "config " + key + ": " + pair[0].dump() + " and " + pair[1].dump() + '\n';
    for (const auto& [key, pair] : result["metadata"].items())
        if (pair.dump().size() < 200)
            text += "metadata " + key + ": " + pair[0].dump() + " and " + pair[1].dump() + '\n';
    for (const Json& tensor : result["tensors"])
        text += tensor["name"].get<std::string>() + ": " +
                (tensor.contains("relative_l2") ? "relative distance " + fixed(tensor["relative_l2"], 6)
                                                : tensor["difference"].get<std::string>()) +
                '\n';
    return text.empty() ? "no difference\n" : text;
}

constexpr double kLargestHalf = 65504;

/// Largest |w − half(w)|; Error(kNumeric) for a weight that float16 cannot hold.
double rounding_of_half(const State& state) {
    double largest = 0;
    for (const auto& [name, tensor] : state) {
        if (!tensor.is_floating_point() || tensor.numel() == 0) continue;
        if (tensor.abs().max().item<double>() > kLargestHalf)
            throw Error(ErrorKind::kNumeric, "A weight is too large for float16.", name, "Keep float32.");
        largest = std::max(largest, (tensor - tensor.to(at::kHalf).to(tensor.dtype())).abs().max().item<double>());
    }
    return largest;
}

/// The metadata with the defaults that the options name.
std::map<std::string, std::string> with_defaults(const flow::Checkpoint& checkpoint,
                                                 const ModelConvertOptions& options) {
    auto metadata = checkpoint.metadata;
    const std::size_t levels = checkpoint.model->code_shapes().size();
    if (!options.own.temperature.empty() && options.own.temperature.size() != levels)
        throw_usage_error("needs one temperature for each of the model's levels, " + std::to_string(levels) + ".",
                          "--temperature-per-level");
    if (!options.own.temperature.empty()) metadata["temperature"] = Json(options.own.temperature).dump();
    if (options.own.intensity) metadata["intensity"] = Json(*options.own.intensity).dump();
    if (!options.licence.empty()) metadata["licence"] = options.licence;
    return metadata;
}

/// Writes the flow or classifier at `from` to options.out; returns the largest rounding.
double convert(const std::filesystem::path& from, const ModelConvertOptions& options) {
    const bool half = options.dtype == "float16";
    if (nn::is_classifier(from)) {
        if (!options.own.temperature.empty() || options.own.intensity || !options.licence.empty())
            throw_usage_error("is a classifier: only flows have defaults to set.", options.model);
        const nn::StoredClassifier classifier = nn::load_classifier(from);
        const double rounding = half ? rounding_of_half(nn::named_state(classifier.model)) : 0;
        nn::save_classifier(options.out, classifier.model, classifier.metadata, half);
        return rounding;
    }
    const flow::Checkpoint checkpoint = flow::load_checkpoint(from);
    const auto metadata = with_defaults(checkpoint, options);
    const double rounding = half ? rounding_of_half(flow::named_state(*checkpoint.model)) : 0;
    flow::save_checkpoint(options.out, *checkpoint.model, metadata, half);
    return rounding;
}

}  // namespace

int run(const ModelCompareOptions& options, Session& session) {
    const at::NoGradGuard no_grad;
    const flow::Checkpoint first = open_model(options.first);
    const flow::Checkpoint second = open_model(options.second);
    const Json tensors = tensor_differences(flow::named_state(*first.model), flow::named_state(*second.model));
    const Json config = config_differences(flow::to_json(first.model->config()), flow::to_json(second.model->config()));
    const Json metadata = config_differences(Json(first.metadata), Json(second.metadata));
    const Json json{{"schema", "bplf.model.compare.v1"},
                    {"first", first.path.string()},
                    {"second", second.path.string()},
                    {"equal", tensors.empty() && config.empty()},
                    {"config", config},
                    {"metadata", metadata},
                    {"tensors", tensors}};
    session.console().result(json, compare_text(json));
    return 0;
}

int run(const ModelConvertOptions& options, Session& session) {
    refuse_existing(options.out, session.options().force);
    const at::NoGradGuard no_grad;
    const double rounding = convert(flow::resolve_model(options.model), options);
    const auto bytes = static_cast<double>(std::filesystem::file_size(options.out));
    session.console().result({{"schema", "bplf.model.convert.v1"},
                              {"out", options.out},
                              {"dtype", options.dtype},
                              {"bytes", bytes},
                              {"largest_rounding", rounding}},
                             options.out + ": " + bytes_text(bytes) + ", weights as " + options.dtype +
                                 ", largest rounding " + fixed(rounding, 8));
    return 0;
}

}  // namespace bplf::cli
