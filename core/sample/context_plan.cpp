// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sample/context_plan.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "core/base/progress.h"
#include "core/sample/context_step.h"
#include "core/sample/feature_plan.h"
#include "core/sample/log_normal.h"

namespace bplf {
namespace {

/// Means over 2×2 blocks.
std::vector<float> halved(const std::vector<float>& values, LevelGrid from) {
    const LevelGrid to{from.channels, from.height / 2, from.width / 2};
    std::vector<float> out(to.size());
    const int c = from.channels, row = from.width * c;
    for (int y = 0; y < to.height; ++y) {
        for (int x = 0; x < to.width; ++x) {
            const float* block = values.data() + 2 * y * row + 2 * x * c;
            float* mean = out.data() + (y * to.width + x) * c;
            for (int i = 0; i < c; ++i) mean[i] = (block[i] + block[c + i] + block[row + i] + block[row + c + i]) / 4;
        }
    }
    return out;
}

}  // namespace

struct ContextPlan::Impl {
    struct Scale {
        LevelGrid grid;  ///< of the modelled planes, after the squeeze
        FeaturePlan features;
        std::vector<ContextStep> steps;
        CouplingPlan prior;
        CouplingContext prior_context;
        int emitted = 0;  ///< channels that become code; those before them go on
    };
    bool squeezes = false;
    LevelGrid modelled, given;
    float deviation_bound = 0;
    std::vector<Scale> scales;
    std::vector<LevelShape> shapes;

    /// What the steps and the prior of each scale see, [pixels][features | given].
    void contexts(const std::vector<float>& planes, Scratch& scratch) const;
    /// Runs the prior's network: [mean | raw] of the emitted channels in scratch.
    const float* prior_of(std::size_t at, const std::vector<float>& values, int stride, Scratch& scratch) const;
    int context_channels(std::size_t at) const { return scales[at].features.out() + given.channels; }
};

struct ContextPlan::Scratch {
    std::vector<std::vector<float>> context, values;         ///< one per scale
    std::vector<std::array<ContextStep::Scratch, 2>> steps;  ///< per scale, of even and of odd steps
    std::vector<CouplingPlan::Scratch> priors;
    std::vector<FeaturePlan::Scratch> features;
};

ContextPlan::ContextPlan(const flow::FlowConfig& config, const WeightSource& weights, const Mixings& mixings)
    : impl_(std::make_unique<Impl>()) {
    const bool chroma = config.level == "chroma";
    const int shrink = chroma ? 1 : 2, channels = static_cast<int>(config.channels);
    const int height = static_cast<int>(config.height) / shrink, width = static_cast<int>(config.width_px) / shrink;
    impl_->modelled = {chroma ? 2 : 3 * channels, height, width};
    impl_->given = {chroma ? 1 : channels, height, width};
    impl_->squeezes = config.levels > 0;
    impl_->deviation_bound = static_cast<float>(config.log_deviation_bound);
    const std::size_t count = std::max<std::size_t>(static_cast<std::size_t>(config.levels), 1);
    LevelGrid grid = impl_->modelled;
    int features_in = impl_->given.channels;
    for (std::size_t i = 0; i < count; ++i) {
        if (impl_->squeezes) {
            grid = {grid.channels * 4, grid.height / 2, grid.width / 2};
            features_in *= 4;
        }
        const std::string name = "scale" + std::to_string(i + 1) + "_";
        const bool last = i + 1 == count;
        const int emitted = last ? grid.channels : grid.channels / 2;
        FeaturePlan features(weights, name + "features.", features_in, {grid.channels, grid.height, grid.width});
        const int context = features.out() + impl_->given.channels;
        std::vector<ContextStep> steps;
        for (std::size_t s = 0; s < static_cast<std::size_t>(config.depth); ++s) {
            const bool larger_first = grid.channels % 2 != 0 && s % 2 != 0;
            steps.emplace_back(config, weights, name + "step" + std::to_string(s + 1) + "_dynamic_linear.", grid,
                               grid.channels / 2 + (larger_first ? 1 : 0), context, mixings(i, s, grid.pixels()));
        }
        CouplingPlan prior(weights, name + "prior.", context + grid.channels - emitted, static_cast<int>(config.width),
                           2 * emitted, grid.height, grid.width, HiddenSums::kFewProducts);
        CouplingContext prior_context = prior.context({});
        impl_->scales.push_back(
            {grid, std::move(features), std::move(steps), std::move(prior), std::move(prior_context), emitted});
        impl_->shapes.push_back({emitted, grid.height, grid.width});
        if (!last) grid.channels /= 2;
        features_in = impl_->scales.back().features.out();
    }
}

ContextPlan::~ContextPlan() = default;
ContextPlan::ContextPlan(ContextPlan&&) noexcept = default;

LevelGrid ContextPlan::modelled() const {
    return impl_->modelled;
}
LevelGrid ContextPlan::given() const {
    return impl_->given;
}
const std::vector<LevelShape>& ContextPlan::shapes() const {
    return impl_->shapes;
}

std::shared_ptr<ContextPlan::Scratch> ContextPlan::make_scratch() const {
    auto scratch = std::make_shared<Scratch>();
    for (std::size_t i = 0; i < impl_->scales.size(); ++i) {
        const Impl::Scale& scale = impl_->scales[i];
        const LevelGrid context{impl_->context_channels(i), scale.grid.height, scale.grid.width};
        scratch->context.emplace_back(context.size());
        scratch->values.emplace_back(scale.grid.size());
        scratch->steps.push_back({scale.steps.front().make_scratch(),
                                  scale.steps[std::min<std::size_t>(1, scale.steps.size() - 1)].make_scratch()});
        scratch->priors.push_back(scale.prior.make_scratch());
        scratch->features.push_back(scale.features.make_scratch());
    }
    return scratch;
}

void ContextPlan::Impl::contexts(const std::vector<float>& planes, Scratch& scratch) const {
    std::vector<float> beside = planes, features = planes, squeezed;
    LevelGrid beside_grid = given, features_grid = given;
    for (std::size_t i = 0; i < scales.size(); ++i) {
        const Scale& scale = scales[i];
        if (squeezes) {
            squeezed.resize(features.size());
            squeeze_pixels(features, features_grid, squeezed, false);
            features.swap(squeezed);
            beside = halved(beside, beside_grid);
            beside_grid = {given.channels, beside_grid.height / 2, beside_grid.width / 2};
        }
        scale.features.run(features, scratch.features[i]);
        const int stride = scale.features.out_stride(), kept = scale.features.out(), all = context_channels(i);
        features_grid = {kept, scale.grid.height, scale.grid.width};
        features.resize(features_grid.size());
        const float* found = scratch.features[i].out.data();
        for (int p = 0; p < scale.grid.pixels(); ++p) {
            float* row = scratch.context[i].data() + p * all;
            std::copy_n(found + p * stride, kept, row);
            std::copy_n(beside.data() + p * given.channels, given.channels, row + kept);
            std::copy_n(row, kept, features.data() + p * kept);
        }
    }
}

const float* ContextPlan::Impl::prior_of(std::size_t at, const std::vector<float>& values, int stride,
                                         Scratch& scratch) const {
    const Scale& scale = scales[at];
    const int half = scale.grid.channels - scale.emitted, all = context_channels(at);
    const ChannelSource context{scratch.context[at].data(), all, all};
    if (half == 0)
        scale.prior.run(scale.prior_context, {context}, scratch.priors[at]);
    else
        scale.prior.run(scale.prior_context, {{values.data(), stride, half}, context}, scratch.priors[at]);
    return scratch.priors[at].out.data();
}

double ContextPlan::decode(const std::vector<float>& given, std::span<const std::vector<float>> codes,
                           std::vector<float>& values, Scratch& scratch, const std::stop_token& stop) const {
    impl_->contexts(given, scratch);
    double log_likelihood = 0;
    std::vector<float> carried;
    for (std::size_t i = impl_->scales.size(); i-- > 0;) {
        const Impl::Scale& scale = impl_->scales[i];
        const int pixels = scale.grid.pixels(), channels = scale.grid.channels, half = channels - scale.emitted;
        const float* prior = impl_->prior_of(i, carried, half, scratch);
        const int stride = scale.prior.out_stride();
        std::vector<float>& here = scratch.values[i];
        for (int p = 0; p < pixels; ++p) {
            float* pixel = here.data() + p * channels;
            std::copy_n(carried.data() + p * half, half, pixel);
            for (int c = 0; c < scale.emitted; ++c) {
                const float log_sd = impl_->deviation_bound * std::tanh(prior[p * stride + scale.emitted + c]);
                const float eps = codes[i][static_cast<std::size_t>(c * pixels + p)];
                pixel[half + c] = eps * std::exp(log_sd) + prior[p * stride + c];
                log_likelihood += log_normal(eps, log_sd);
            }
        }
        for (std::size_t s = scale.steps.size(); s-- > 0;) {
            throw_if_stopped(stop);
            log_likelihood += scale.steps[s].inverse(scratch.context[i], here, scratch.steps[i][s % 2]);
        }
        if (!impl_->squeezes) {
            values = here;
            return log_likelihood;
        }
        carried.resize(here.size());
        squeeze_pixels(here, {channels / 4, scale.grid.height * 2, scale.grid.width * 2}, carried, true);
    }
    values = std::move(carried);
    return log_likelihood;
}

double ContextPlan::encode(const std::vector<float>& given, const std::vector<float>& values,
                           std::span<std::vector<float>> codes, Scratch& scratch, const std::stop_token& stop) const {
    impl_->contexts(given, scratch);
    double log_likelihood = 0;
    std::vector<float> carried = values;
    LevelGrid from = impl_->modelled;
    for (std::size_t i = 0; i < impl_->scales.size(); ++i) {
        const Impl::Scale& scale = impl_->scales[i];
        const int pixels = scale.grid.pixels(), channels = scale.grid.channels, half = channels - scale.emitted;
        std::vector<float>& here = scratch.values[i];
        if (impl_->squeezes)
            squeeze_pixels(carried, from, here, false);
        else
            here = carried;
        for (std::size_t s = 0; s < scale.steps.size(); ++s) {
            throw_if_stopped(stop);
            log_likelihood += scale.steps[s].forward(scratch.context[i], here, scratch.steps[i][s % 2]);
        }
        const float* prior = impl_->prior_of(i, here, channels, scratch);
        const int stride = scale.prior.out_stride();
        from = {half, scale.grid.height, scale.grid.width};
        carried.resize(from.size());
        codes[i].resize(static_cast<std::size_t>(impl_->shapes[i].size()));
        for (int p = 0; p < pixels; ++p) {
            const float* pixel = here.data() + p * channels;
            std::copy_n(pixel, half, carried.data() + p * half);
            for (int c = 0; c < scale.emitted; ++c) {
                const float log_sd = impl_->deviation_bound * std::tanh(prior[p * stride + scale.emitted + c]);
                const float eps = (pixel[half + c] - prior[p * stride + c]) * std::exp(-log_sd);
                codes[i][static_cast<std::size_t>(c * pixels + p)] = eps;
                log_likelihood += log_normal(eps, log_sd);
            }
        }
    }
    return log_likelihood;
}

}  // namespace bplf
