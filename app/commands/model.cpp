// SPDX-License-Identifier: GPL-3.0-or-later
// bplf model convert; the other verbs have files of their own.
#include "app/commands/model.h"

#include <torch/types.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "app/commands/session.h"
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/flow/checkpoint.h"
#include "core/nn/classifier_file.h"

namespace bplf::cli {
namespace {

using Json = nlohmann::ordered_json;
using State = std::map<std::string, at::Tensor>;

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
