// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sample/compiled_plan.h"

#include <torch/types.h>

#include <cmath>

#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/flow/multi_scale.h"
#include "core/sample/log_normal.h"
#include "core/sample/plan_weights.h"
#include "core/sample/step_plan.h"

namespace bplf {
struct CompiledPlan::Context : FlowContext {
    std::vector<std::vector<StepContext>> steps;  ///< [level][step]
    std::vector<std::vector<float>> split_bias;   ///< [level][2c padded]
    std::vector<float> top;                       ///< [2C] or [2C, pixels]
    float light_shift = 0, light_logs = 0;        ///< of the outermost layer
};

struct CompiledPlan::Work : Scratch {
    std::vector<StepPlan::Scratch> level;  ///< one per level: steps of a level share it
    std::vector<std::vector<float>> values, ring, prior;
    std::vector<float> image;
};

struct CompiledPlan::Impl {
    struct Level {
        LevelGrid grid;  ///< after squeeze
        std::vector<StepPlan> steps;
        nn::PackedConv prior;  ///< of the split; empty with a standard prior
        std::vector<float> prior_bias, prior_label;
        float gain = 1, offset = 0;
    };
    flow::FlowConfig config;
    std::vector<Level> levels;
    std::vector<LevelShape> shapes;
    std::vector<float> top_base, top_label;
    std::vector<float> light_offset, light_logs;  ///< per label; empty without that layer
    float light_middle = 0;

    void build_prior(Level& level, const WeightSource& weights, const std::string& prefix) const;
    /// [pixels, out_padded] in scratch.prior: [mean | raw log_sd]; empty pointer with a standard prior.
    const float* split_prior(std::size_t level, const Context& context, const std::vector<float>& half,
                             Work& scratch) const;
    double split(std::size_t level, const Context& context, std::vector<float>& values, std::vector<float>& half,
                 std::vector<float>& code, Work& scratch) const;
    double merge(std::size_t level, const Context& context, const std::vector<float>& half,
                 const std::vector<float>& code, std::vector<float>& values, Work& scratch) const;
    double top_code(const Context& context, std::vector<float>& values, std::vector<float>& code, bool decode) const;
};

void CompiledPlan::Impl::build_prior(Level& level, const WeightSource& weights, const std::string& prefix) const {
    std::vector<float> weight = weights(prefix + "prior.weight");
    if (weight.empty()) return;
    const int half = level.grid.channels / 2;
    const std::vector<float> logs = weights(prefix + "prior.logs");
    level.prior_bias = weights(prefix + "prior.bias");
    level.prior_label = weights(prefix + "prior.label");
    const std::size_t row = weight.size() / logs.size();
    for (std::size_t i = 0; i < weight.size(); ++i) weight[i] *= std::exp(3.0f * logs[i / row]);
    for (std::size_t i = 0; i < logs.size(); ++i) level.prior_bias[i] *= std::exp(3.0f * logs[i]);
    level.prior = nn::pack_conv(weight, 2 * half, half, 3);
    level.prior_bias.resize(static_cast<std::size_t>(level.prior.out_padded));
    level.gain = weights(prefix + "prior.gain").front();
    level.offset = weights(prefix + "prior.offset").front();
}

const float* CompiledPlan::Impl::split_prior(std::size_t at, const Context& context,
                                             const std::vector<float>& half_values, Work& scratch) const {
    const Level& level = levels[at];
    if (level.prior.weight.empty()) return nullptr;
    const int half = level.grid.channels / 2, row = (level.grid.width + 2) * half;
    std::vector<float>& ring = scratch.ring[at];
    for (int y = 0; y < level.grid.height; ++y) {
        std::copy_n(half_values.data() + y * level.grid.width * half, level.grid.width * half,
                    ring.data() + (y + 1) * row + half);
    }
    nn::direct_conv(level.prior, {ring.data(), row, half}, level.grid.height, level.grid.width,
                    {scratch.prior[at].data(), level.grid.width * level.prior.out_padded, level.prior.out_padded},
                    {context.split_bias[at].data()});
    return scratch.prior[at].data();
}

double CompiledPlan::Impl::split(std::size_t at, const Context& context, std::vector<float>& values,
                                 std::vector<float>& half_values, std::vector<float>& code, Work& scratch) const {
    const Level& level = levels[at];
    const int half = level.grid.channels / 2, pixels = level.grid.pixels();
    for (int p = 0; p < pixels; ++p) {
        std::copy_n(values.data() + p * 2 * half, half, half_values.data() + p * half);
    }
    const float* prior = split_prior(at, context, half_values, scratch);
    double log_p = 0;
    for (int p = 0; p < pixels; ++p) {
        for (int c = 0; c < half; ++c) {
            const float* params = prior ? prior + p * level.prior.out_padded : nullptr;
            const float mean = prior ? params[c] : 0.0f;
            const float log_sd = prior ? level.gain * std::tanh(params[half + c]) + level.offset : 0.0f;
            const float eps = (values[static_cast<std::size_t>(p * 2 * half + half + c)] - mean) * std::exp(-log_sd);
            code[static_cast<std::size_t>(c * pixels + p)] = eps;
            log_p += log_normal(eps, log_sd);
        }
    }
    return log_p;
}

double CompiledPlan::Impl::merge(std::size_t at, const Context& context, const std::vector<float>& half_values,
                                 const std::vector<float>& code, std::vector<float>& values, Work& scratch) const {
    const Level& level = levels[at];
    const int half = level.grid.channels / 2, pixels = level.grid.pixels();
    const float* prior = split_prior(at, context, half_values, scratch);
    double log_p = 0;
    for (int p = 0; p < pixels; ++p) {
        std::copy_n(half_values.data() + p * half, half, values.data() + p * 2 * half);
        for (int c = 0; c < half; ++c) {
            const float* params = prior ? prior + p * level.prior.out_padded : nullptr;
            const float mean = prior ? params[c] : 0.0f;
            const float log_sd = prior ? level.gain * std::tanh(params[half + c]) + level.offset : 0.0f;
            const float eps = code[static_cast<std::size_t>(c * pixels + p)];
            values[static_cast<std::size_t>(p * 2 * half + half + c)] = eps * std::exp(log_sd) + mean;
            log_p += log_normal(eps, log_sd);
        }
    }
    return log_p;
}

double CompiledPlan::Impl::top_code(const Context& context, std::vector<float>& values, std::vector<float>& code,
                                    bool decode) const {
    const LevelGrid grid = levels.back().grid;
    const int pixels = grid.pixels();
    const bool map = context.top.size() > static_cast<std::size_t>(2 * grid.channels);
    double log_p = 0;
    for (int c = 0; c < grid.channels; ++c) {
        for (int p = 0; p < pixels; ++p) {
            const auto mean_at = static_cast<std::size_t>(map ? c * pixels + p : c);
            const auto sd_at = static_cast<std::size_t>(map ? (grid.channels + c) * pixels + p : grid.channels + c);
            const float mean = context.top.empty() ? 0.0f : context.top[mean_at];
            const float log_sd = context.top.empty() ? 0.0f : context.top[sd_at];
            float& value = values[static_cast<std::size_t>(p * grid.channels + c)];
            float& eps = code[static_cast<std::size_t>(c * pixels + p)];
            if (decode)
                value = eps * std::exp(log_sd) + mean;
            else
                eps = (value - mean) * std::exp(-log_sd);
            log_p += log_normal(eps, log_sd);
        }
    }
    return log_p;
}

CompiledPlan::CompiledPlan(const flow::MultiScaleFlow& model) : impl_(std::make_unique<Impl>()) {
    impl_->config = model.config();
    const WeightSource weights = weights_of(model);
    int channels = static_cast<int>(impl_->config.channels);
    int height = static_cast<int>(impl_->config.height), width = static_cast<int>(impl_->config.width_px);
    for (std::size_t at = 0; at < model.steps().size(); ++at) {
        channels *= 4, height /= 2, width /= 2;
        Impl::Level level;
        level.grid = {channels, height, width};
        const std::string prefix = "level" + std::to_string(at + 1) + "_";
        for (std::size_t s = 0; s < model.steps()[at].size(); ++s) {
            level.steps.emplace_back(impl_->config, weights, prefix + "step" + std::to_string(s + 1) + "_", level.grid,
                                     fold_mixing(model.steps()[at][s], level.grid.pixels()));
        }
        const bool top = at + 1 == model.steps().size();
        if (!top) {
            impl_->build_prior(level, weights, prefix);
            channels /= 2;
        }
        impl_->shapes.push_back({channels, height, width});
        impl_->levels.push_back(std::move(level));
    }
    impl_->top_base = weights("top_prior.base");
    impl_->top_label = weights("top_prior.label");
    impl_->light_offset = weights("light.offset");
    impl_->light_logs = weights("light.logs");
    if (!impl_->light_logs.empty()) impl_->light_middle = weights("light.middle").front();
}

CompiledPlan::~CompiledPlan() = default;
const flow::FlowConfig& CompiledPlan::config() const {
    return impl_->config;
}
const std::vector<LevelShape>& CompiledPlan::shapes() const {
    return impl_->shapes;
}

std::shared_ptr<const FlowContext> CompiledPlan::context(std::span<const double> label_weights) const {
    BPLF_CHECK(label_weights.size() == impl_->config.labels.size(), "one weight per label");
    const std::vector<float> mix(label_weights.begin(), label_weights.end());
    const auto add = [&mix](std::vector<float>& target, const std::vector<float>& table) {
        if (table.empty()) return;
        const std::size_t columns = table.size() / mix.size();
        for (std::size_t i = 0; i < table.size(); ++i) target[i % columns] += mix[i / columns] * table[i];
    };
    auto context = std::make_shared<Context>();
    for (const auto& level : impl_->levels) {
        std::vector<StepContext> steps;
        for (const StepPlan& step : level.steps) steps.push_back(step.context(mix));
        context->steps.push_back(std::move(steps));
        context->split_bias.push_back(level.prior_bias);
        add(context->split_bias.back(), level.prior_label);
    }
    context->top = impl_->top_base;
    add(context->top, impl_->top_label);
    for (std::size_t k = 0; k < impl_->light_logs.size(); ++k) {
        context->light_shift += mix[k] * impl_->light_offset[k];
        context->light_logs += mix[k] * impl_->light_logs[k];
    }
    return context;
}

std::shared_ptr<FlowPlan::Scratch> CompiledPlan::make_scratch() const {
    auto scratch = std::make_shared<Work>();
    for (const auto& level : impl_->levels) {
        const auto pixels = static_cast<std::size_t>(level.grid.pixels());
        const auto half = static_cast<std::size_t>(level.grid.channels / 2);
        scratch->level.push_back(level.steps.front().make_scratch());
        scratch->values.emplace_back(pixels * half * 2);
        scratch->ring.emplace_back(static_cast<std::size_t>((level.grid.height + 2) * (level.grid.width + 2)) * half);
        scratch->prior.emplace_back(pixels * static_cast<std::size_t>(level.prior.out_padded));
    }
    scratch->image.resize(static_cast<std::size_t>(impl_->config.dimensions()));
    return scratch;
}

double CompiledPlan::decode(const FlowContext& label, const std::vector<std::vector<float>>& codes,
                            std::span<float> image, Scratch& memory, const std::stop_token& stop) const {
    const auto& context = static_cast<const Context&>(label);
    auto& scratch = static_cast<Work&>(memory);
    auto& levels = impl_->levels;
    std::vector<float> top = codes.back();
    double log_likelihood = impl_->top_code(context, scratch.values.back(), top, true);
    for (std::size_t at = levels.size(); at-- > 0;) {
        std::vector<float>& values = scratch.values[at];
        if (at + 1 < levels.size()) {
            // The finer level's first half is the coarser level unsqueezed.
            const LevelGrid coarse = levels[at + 1].grid;
            const LevelGrid half{coarse.channels / 4, coarse.height * 2, coarse.width * 2};
            std::vector<float> half_values(static_cast<std::size_t>(half.pixels() * half.channels));
            squeeze_pixels(scratch.values[at + 1], half, half_values, true);
            log_likelihood += impl_->merge(at, context, half_values, codes[at], values, scratch);
        }
        for (std::size_t s = levels[at].steps.size(); s-- > 0;) {
            throw_if_stopped(stop);
            log_likelihood += levels[at].steps[s].inverse(context.steps[at][s], values, scratch.level[at]);
        }
    }
    const auto& config = impl_->config;
    const LevelGrid whole{static_cast<int>(config.channels), static_cast<int>(config.height),
                          static_cast<int>(config.width_px)};
    squeeze_pixels(scratch.values.front(), whole, scratch.image, true);
    to_planes(scratch.image, whole, image);
    if (impl_->light_logs.empty()) return log_likelihood;
    const float gain = std::exp(context.light_logs), middle = impl_->light_middle;
    for (float& value : image) value = (value - middle) * gain + (context.light_shift + middle);
    return log_likelihood - static_cast<double>(context.light_logs) * static_cast<double>(config.dimensions());
}

double CompiledPlan::encode(const FlowContext& label, std::span<const float> image,
                            std::vector<std::vector<float>>& codes, Scratch& memory,
                            const std::stop_token& stop) const {
    const auto& context = static_cast<const Context&>(label);
    auto& scratch = static_cast<Work&>(memory);
    auto& levels = impl_->levels;
    const auto& config = impl_->config;
    LevelGrid from{static_cast<int>(config.channels), static_cast<int>(config.height),
                   static_cast<int>(config.width_px)};
    to_pixels(image, from, scratch.image);
    codes.resize(levels.size());
    std::vector<float> carried = scratch.image;
    double log_likelihood = 0;
    if (!impl_->light_logs.empty()) {
        const float gain = std::exp(-context.light_logs), middle = impl_->light_middle;
        for (float& value : carried) value = (value - (context.light_shift + middle)) * gain + middle;
        log_likelihood -= static_cast<double>(context.light_logs) * static_cast<double>(config.dimensions());
    }
    for (std::size_t at = 0; at < levels.size(); ++at) {
        std::vector<float>& values = scratch.values[at];
        squeeze_pixels(carried, from, values, false);
        for (std::size_t s = 0; s < levels[at].steps.size(); ++s) {
            throw_if_stopped(stop);
            log_likelihood += levels[at].steps[s].forward(context.steps[at][s], values, scratch.level[at]);
        }
        codes[at].resize(static_cast<std::size_t>(impl_->shapes[at].size()));
        if (at + 1 == levels.size()) break;
        from = {levels[at].grid.channels / 2, levels[at].grid.height, levels[at].grid.width};
        carried.resize(static_cast<std::size_t>(from.pixels() * from.channels));
        log_likelihood += impl_->split(at, context, values, carried, codes[at], scratch);
    }
    return log_likelihood + impl_->top_code(context, scratch.values.back(), codes.back(), false);
}

}  // namespace bplf
