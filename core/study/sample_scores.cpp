// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/sample_scores.h"

#include <torch/types.h>

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <numeric>

#include "core/base/progress.h"
#include "core/eval/sample_metrics.h"
#include "core/nn/classifier_file.h"
#include "core/sample/draw_pixels.h"
#include "core/study/json_number.h"

namespace bplf {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::int64_t kBatch = 64;

/// One weight vector per row: all on its own label. The model's labels are the data set's classes.
at::Tensor one_hot_labels(const flow::Model& model, const Dataset& dataset, const std::vector<std::int64_t>& rows) {
    std::vector<std::int64_t> labels;
    for (const std::int64_t row : rows) labels.push_back(dataset.labels()[static_cast<std::size_t>(row)]);
    const auto count = static_cast<std::int64_t>(model.config().labels.size());
    return at::one_hot(at::tensor(labels, at::kLong), count).to(at::kFloat);
}

/// [rows, C, H, W] in model range, on the CPU.
at::Tensor draw(flow::Model& model, const at::Tensor& labels, const std::stop_token& stop) {
    const std::vector<double> temperature(model.code_shapes().size(), 1.0);
    std::vector<std::uint64_t> seeds(static_cast<std::size_t>(labels.size(0)));
    std::iota(seeds.begin(), seeds.end(), 1);
    std::vector<at::Tensor> parts;
    for (std::int64_t first = 0; first < labels.size(0); first += kBatch) {
        throw_if_stopped(stop);
        const std::int64_t count = std::min(kBatch, labels.size(0) - first);
        const std::span batch(seeds.data() + first, static_cast<std::size_t>(count));
        parts.push_back(draw_values(model, batch, labels.narrow(0, first, count), temperature).cpu());
    }
    return at::cat(parts);
}

std::vector<std::int64_t> finite_rows(const at::Tensor& values) {
    const at::Tensor finite = values.flatten(1).isfinite().all(1).nonzero().flatten();
    return {finite.data_ptr<std::int64_t>(), finite.data_ptr<std::int64_t>() + finite.numel()};
}

}  // namespace

SampleScores score_samples(flow::Model& model, const Dataset& dataset, const std::vector<std::int64_t>& rows,
                           const std::filesystem::path& judge, const std::stop_token& stop) {
    nn::StoredClassifier classifier = nn::load_classifier(judge);
    const LabelledImages real = labelled_images(dataset, rows, classifier.model->options());
    model.eval();
    const at::Tensor values = draw(model, one_hot_labels(model, dataset, rows), stop);
    const std::vector<std::int64_t> finite = finite_rows(values);
    SampleScores scores;
    scores.drawn = values.size(0);
    scores.non_finite = scores.drawn - static_cast<std::int64_t>(finite.size());
    if (finite.size() < 2) {
        scores.frechet_distance = scores.kernel_distance = scores.agreement = scores.real_agreement = kNone;
        return scores;
    }
    LabelledImages drawn;
    drawn.pixels = pixels_of_values(model, values.index_select(0, at::tensor(finite, at::kLong)));
    for (const std::int64_t row : finite) drawn.labels.push_back(real.labels[static_cast<std::size_t>(row)]);
    const Json found = measure_samples(classifier.model, drawn, real, stop).found.json;
    scores.frechet_distance = number_or_nan(found.at("fid"));
    scores.kernel_distance = number_or_nan(found.at("kid"));
    scores.agreement = number_or_nan(found.value("agreement", Json()));
    scores.real_agreement = number_or_nan(found.value("real_agreement", Json()));
    return scores;
}

Json to_json(const SampleScores& scores) {
    return {{"drawn", scores.drawn},
            {"non_finite", scores.non_finite},
            {"frechet_distance", scores.frechet_distance},
            {"kernel_distance", scores.kernel_distance},
            {"agreement", scores.agreement},
            {"real_agreement", scores.real_agreement}};
}

SampleScores sample_scores_from_json(const Json& json) {
    return {json.at("drawn").get<std::int64_t>(),       json.at("non_finite").get<std::int64_t>(),
            number_or_nan(json.at("frechet_distance")), number_or_nan(json.at("kernel_distance")),
            number_or_nan(json.at("agreement")),        number_or_nan(json.at("real_agreement"))};
}

}  // namespace bplf
