// SPDX-License-Identifier: GPL-3.0-or-later
// A photo's crop inside the model: code, likelihoods per label, statistics and the exact reconstruction.
#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <tuple>
#include <utility>

#include "core/base/error.h"
#include "core/engine/session.h"
#include "core/image/model_range.h"
#include "core/sample/latent_look.h"

namespace bplf {
namespace {

constexpr int kHistogramBins = 41;
constexpr double kHistogramReach = 4.0;

double normal_cdf(double x) {
    return 0.5 * std::erfc(-x / std::numbers::sqrt2);
}

double ks_distance(std::vector<float> values) {
    std::sort(values.begin(), values.end());
    const double n = static_cast<double>(values.size());
    double worst = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double cdf = normal_cdf(values[i]);
        worst = std::max(
            {worst, std::abs(cdf - static_cast<double>(i) / n), std::abs(cdf - static_cast<double>(i + 1) / n)});
    }
    return worst;
}

LevelStatistics statistics_of(const std::vector<float>& values) {
    LevelStatistics result;
    const double n = static_cast<double>(values.size());
    double squares = 0;
    for (const float value : values) {
        result.mean += value / n;
        squares += static_cast<double>(value) * value / n;
        result.largest = std::max(result.largest, static_cast<double>(std::abs(value)));
    }
    result.norm = std::sqrt(squares);
    result.deviation = std::sqrt(std::max(0.0, squares - result.mean * result.mean));
    result.ks_distance = ks_distance(values);
    result.histogram.assign(kHistogramBins, 0.0f);
    const double width = 2 * kHistogramReach / kHistogramBins;
    for (const float value : values) {
        const double bin = std::floor((value + kHistogramReach) / width);
        if (bin < 0 || bin >= kHistogramBins) continue;
        result.histogram[static_cast<std::size_t>(bin)] += static_cast<float>(1 / (n * width));
    }
    return result;
}

/// p(label | x) under a uniform prior, from ln p(x | label).
std::vector<double> posterior_of(const std::vector<double>& log_likelihoods) {
    std::vector<double> posterior(log_likelihoods.size());
    const double top = *std::max_element(log_likelihoods.begin(), log_likelihoods.end());
    double total = 0;
    for (std::size_t i = 0; i < posterior.size(); ++i) total += posterior[i] = std::exp(log_likelihoods[i] - top);
    for (double& value : posterior) value /= total;
    return posterior;
}

/// The same mix however its parts were typed.
LabelMix in_model_order(const LabelMix& mix, const std::vector<std::string>& labels) {
    return mix.empty() ? mix : sparse_mix(dense_weights(mix, labels), labels);
}

/// What each label alone says of the crop goes into `encoding`; the looks and codes under them come back.
std::vector<std::pair<Look, Coded>> judge_labels(const Session& session, std::span<const float> values,
                                                 const std::stop_token& stop, Encoding& encoding) {
    std::vector<Look> looks;
    std::vector<std::shared_ptr<const FlowContext>> contexts;
    for (const std::string& label : session.info().labels) {
        looks.push_back(look_as_stored(session.info().levels.size()));
        looks.back().mix = {{label, 1.0}};
        contexts.push_back(session.context(looks.back()));
    }
    if (looks.empty()) return {};
    std::vector<Coded> coded = session.sampler().encode_all(contexts, values, stop);
    std::vector<std::pair<Look, Coded>> judged;
    std::vector<double> log_likelihoods;
    for (std::size_t i = 0; i < coded.size(); ++i) {
        log_likelihoods.push_back(coded[i].log_likelihood);
        encoding.label_bits_per_dim.push_back(session.sampler().plan().bits_per_dim(coded[i].log_likelihood));
        judged.emplace_back(std::move(looks[i]), std::move(coded[i]));
    }
    if (!judged.empty()) encoding.label_posterior = posterior_of(log_likelihoods);
    return judged;
}

void measure_reconstruction(const Session& session, std::span<const float> values, const DrawnPicture& back,
                            Encoding& encoding) {
    double total = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double error = std::abs(static_cast<double>(back.values[i]) - values[i]) * kGreySteps;
        encoding.max_abs_error = std::max(encoding.max_abs_error, error);
        total += error;
    }
    encoding.mean_abs_error = total / static_cast<double>(values.size());
    encoding.reconstruction = back.image;
    const Image expected = image_from_values(values, session.sampler().plan().config());
    for (std::size_t i = 0; i < expected.pixels.size(); ++i) {
        encoding.identical_pixels += expected.pixels[i] == back.image.pixels[i];
    }
    encoding.total_pixels = static_cast<std::int64_t>(expected.pixels.size());
}

}  // namespace

Encoding encode_crop(const Session& session, const Image& crop, const LabelMix& mix, const std::stop_token& stop) {
    const std::vector<float> values = values_from_image(crop, session.sampler().plan().config());
    Encoding encoding;
    encoding.crop = crop;
    auto judged = judge_labels(session, values, stop, encoding);
    Coded coded;
    if (mix.empty() && !judged.empty()) {
        const auto& posterior = encoding.label_posterior;
        const auto best = std::max_element(posterior.begin(), posterior.end()) - posterior.begin();
        std::tie(encoding.look, coded) = std::move(judged[static_cast<std::size_t>(best)]);
    } else {
        encoding.look = look_as_stored(session.info().levels.size());
        encoding.look.mix = in_model_order(mix, session.info().labels);
        coded.log_likelihood = session.sampler().encode(*session.context(encoding.look), values, coded.codes, stop);
    }
    if (!std::isfinite(coded.log_likelihood)) {
        throw Error(ErrorKind::kNumeric, "The photo's code left the finite range.", {},
                    "The model cannot represent this crop; try another crop or model.");
    }
    encoding.bits_per_dim = session.sampler().plan().bits_per_dim(coded.log_likelihood);
    for (const auto& level : coded.codes) encoding.levels.push_back(statistics_of(level));
    measure_reconstruction(session, values,
                           session.sampler().draw_one({coded.codes, session.context(encoding.look)}, stop), encoding);
    encoding.latent = session.latent_from(std::move(coded.codes));
    set_look(encoding.latent, encoding.look);
    return encoding;
}

}  // namespace bplf
