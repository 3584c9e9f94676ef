// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sample/even_light.h"

#include <torch/types.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/error.h"
#include "core/flow/checkpoint.h"
#include "core/flow/multi_scale.h"
#include "core/flow/registry.h"
#include "core/image/luminance.h"
#include "core/sample/look.h"
#include "core/sample/sampler.h"

namespace bplf {
namespace {

constexpr int kRounds = 8;
constexpr double kEvenMeans = 0.25, kEvenContrasts = 0.005;
/// Grey levels per unit of the model's range.
constexpr double kGreys = 128;

LabelLightness lightness_of(const std::string& label, const Sampler& sampler, const LightRequest& request,
                            std::shared_ptr<const FlowContext> context, const std::stop_token& stop) {
    std::vector<int> order(static_cast<std::size_t>(request.codes));
    std::iota(order.begin(), order.end(), 0);
    LabelLightness sum{label};
    sampler.draw(
        order,
        [&](int k) {
            return DrawJob{sampler.code_of_seed(request.seed + static_cast<std::uint64_t>(k), request.temperature),
                           context};
        },
        [&](int, DrawnPicture&& drawing, double) {
            const LuminanceStats stats = luminance_of(drawing.image);
            sum.mean += stats.mean / request.codes;
            sum.contrast += stats.sd / request.codes;
        },
        stop);
    return sum;
}

std::vector<double> values_of(std::span<const LabelLightness> labels, double LabelLightness::* field) {
    std::vector<double> values;
    for (const LabelLightness& label : labels) values.push_back(label.*field);
    return values;
}

double mean_of(const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

bool is_even(std::span<const LabelLightness> labels) {
    return spread_of_means(labels) < kEvenMeans && spread_of_contrasts(labels) < kEvenContrasts;
}

/// The light so far, and what is still missing of it at the request's intensity.
struct Light {
    std::vector<double> offset, logs;
    double middle = 0;

    void correct(std::span<const LabelLightness> found, double intensity) {
        const std::vector<double> means = values_of(found, &LabelLightness::mean);
        const std::vector<double> contrasts = values_of(found, &LabelLightness::contrast);
        const double mean = mean_of(means), contrast = mean_of(contrasts);
        for (std::size_t k = 0; k < found.size(); ++k) {
            offset[k] += (mean - means[k]) / kGreys / intensity;
            logs[k] += std::log(contrast / contrasts[k]) / intensity;
        }
        // No label is every label's mean, and stays as it is.
        for (std::vector<double>* values : {&offset, &logs}) {
            const double middle_value = mean_of(*values);
            for (double& value : *values) value -= middle_value;
        }
    }
};

std::shared_ptr<flow::MultiScaleFlow> with_light(const flow::Model& model) {
    const auto* known = dynamic_cast<const flow::MultiScaleFlow*>(&model);
    if (known == nullptr || model.config().labels.empty())
        throw_usage_error("has no labels in its levels whose light could be evened.", model.config().name,
                          "Give a conditional BPLF, DLF or Glow of one size: the base of a pyramid before it is put "
                          "together.");
    flow::FlowConfig config = model.config();
    config.label_light = true;
    auto copy = std::dynamic_pointer_cast<flow::MultiScaleFlow>(flow::make_model(config));
    std::map<std::string, at::Tensor> state = flow::named_state(*copy);
    for (const auto& [name, tensor] : flow::named_state(model)) state.at(name).copy_(tensor);
    copy->eval();
    return copy;
}

}  // namespace

std::vector<LabelLightness> lightness_of_labels(const Sampler& sampler, const LightRequest& request,
                                                const std::stop_token& stop) {
    const std::vector<std::string>& labels = sampler.plan().config().labels;
    std::vector<LabelLightness> rows;
    for (const std::string& label : labels) {
        const LabelMix mix{{label, 1.0}};
        const auto condition = intensified(dense_weights(mix, labels), request.intensity);
        rows.push_back(lightness_of(label, sampler, request, sampler.plan().context(condition), stop));
    }
    return rows;
}

double spread_of_means(std::span<const LabelLightness> labels) {
    const auto [low, high] = std::ranges::minmax(values_of(labels, &LabelLightness::mean));
    return high - low;
}

double spread_of_contrasts(std::span<const LabelLightness> labels) {
    const auto [low, high] = std::ranges::minmax(values_of(labels, &LabelLightness::contrast));
    return high / low - 1;
}

EvenedLight even_light(const std::shared_ptr<flow::Model>& model, const LightRequest& request, int threads,
                       const ProgressSink& progress, const std::stop_token& stop) {
    if (!(request.intensity > 0)) throw_usage_error("must be more than 0: labels do not differ at 0.", "the intensity");
    const at::NoGradGuard no_grad;
    const auto copy = with_light(*model);
    EvenedLight evened{copy, {}, {}};
    const std::size_t labels = copy->config().labels.size();
    Light light{std::vector<double>(labels), std::vector<double>(labels)};
    for (int round = 0; round < kRounds; ++round) {
        Progress state;
        state.stage = "light of labels";
        state.done = round;
        state.total = kRounds;
        state.unit = "rounds";
        if (progress) progress(state);
        evened.after = lightness_of_labels(Sampler(make_plan(copy), threads), request, stop);
        if (round == 0) {
            evened.before = evened.after;
            light.middle = mean_of(values_of(evened.before, &LabelLightness::mean)) / kGreys - 1;
        }
        if (is_even(evened.after)) break;
        if (round + 1 == kRounds) break;
        light.correct(evened.after, request.intensity);
        copy->light()->set(at::tensor(light.offset, at::kFloat), at::tensor(light.logs, at::kFloat), light.middle);
    }
    return evened;
}

}  // namespace bplf
