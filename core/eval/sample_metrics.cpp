// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/sample_metrics.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <map>
#include <numeric>

#include "core/base/error.h"
#include "core/dataset/batch_tensors.h"
#include "core/eval/recognition.h"

namespace bplf {
namespace {

JudgedImages judge(nn::EmotionClassifier& classifier, const LabelledImages& images, const std::stop_token& stop) {
    return {images, recognise(classifier, images.pixels, 256, stop)};
}

void join(MeasureResult& all, const MeasureResult& one) {
    all.json.update(one.json);
    if (!one.headline.empty()) all.headline += (all.headline.empty() ? "" : ", ") + one.headline;
    all.lines += one.lines;
}

void check_size(const Dataset& dataset, const nn::EmotionClassifierOptions& classifier) {
    if (dataset.width() == classifier.size && dataset.height() == classifier.size &&
        dataset.channels() == classifier.channels) {
        return;
    }
    const auto text = [](std::int64_t w, std::int64_t h, std::int64_t c) {
        return std::to_string(w) + "×" + std::to_string(h) + "×" + std::to_string(c);
    };
    throw_input_error("is for " + text(classifier.size, classifier.size, classifier.channels) +
                          " images, the data set holds " + text(dataset.width(), dataset.height(), dataset.channels()) +
                          ".",
                      "classifier", "Train one on such images with bplf train-classifier.");
}

}  // namespace

SampleMetrics measure_samples(nn::EmotionClassifier& classifier, const LabelledImages& drawn,
                              const LabelledImages& real, const std::stop_token& stop) {
    const SampleComparison both{judge(classifier, drawn, stop), judge(classifier, real, stop),
                                classifier->options().labels};
    SampleMetrics metrics{drawn.pixels.size(0), real.pixels.size(0), {nlohmann::ordered_json::object(), {}, {}}};
    for (const SampleMeasure measure : sample_measures()) join(metrics.found, measure(both));
    return metrics;
}

std::int64_t classifier_label(const nn::EmotionClassifierOptions& classifier, const std::string& label) {
    const auto found = std::find(classifier.labels.begin(), classifier.labels.end(), label);
    if (found == classifier.labels.end()) {
        throw_input_error("does not know the label '" + label + "'.", "classifier",
                          "Train one on data with that label, or choose other data.");
    }
    return found - classifier.labels.begin();
}

LabelledImages labelled_images(const Dataset& dataset, const std::vector<std::int64_t>& rows,
                               const nn::EmotionClassifierOptions& classifier) {
    check_size(dataset, classifier);
    LabelledImages images;
    images.pixels = images_tensor(dataset).index_select(0, at::tensor(rows, at::kLong));
    std::map<std::int64_t, std::int64_t> known;
    for (const std::int64_t row : rows) {
        const std::int64_t label = dataset.labels()[static_cast<std::size_t>(row)];
        if (!known.contains(label)) {
            known[label] = classifier_label(classifier, dataset.class_names()[static_cast<std::size_t>(label)]);
        }
        images.labels.push_back(known[label]);
    }
    return images;
}

std::vector<std::int64_t> shares_of(std::int64_t total, const std::vector<std::int64_t>& weights) {
    const auto sum = std::accumulate(weights.begin(), weights.end(), std::int64_t{0});
    BPLF_CHECK(sum > 0, "shares need a weight above 0");
    std::vector<std::int64_t> shares;
    std::vector<std::pair<std::int64_t, std::size_t>> remainders;  // negative, so that the largest sort first
    for (std::size_t i = 0; i < weights.size(); ++i) {
        shares.push_back(total * weights[i] / sum);
        remainders.emplace_back(-(total * weights[i] % sum), i);
    }
    std::sort(remainders.begin(), remainders.end());
    auto left = total - std::accumulate(shares.begin(), shares.end(), std::int64_t{0});
    for (std::size_t i = 0; left > 0; ++i, --left) ++shares[remainders[i].second];
    return shares;
}

}  // namespace bplf
