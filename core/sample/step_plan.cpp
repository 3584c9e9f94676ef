// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sample/step_plan.h"

#include <algorithm>
#include <cmath>

namespace bplf {
namespace {

/// ln(1 / (1 + e^−x)), for x far below zero as well, where e^−x is beyond what a float holds.
float log_sigmoid(float x) {
    return std::min(x, 0.0f) - std::log1p(std::exp(-std::abs(x)));
}

/// log s of one raw value (core/flow/README.md#log-scale).
class LogScale {
  public:
    explicit LogScale(const flow::FlowConfig& config)
        : kind_(config.scale == "tanh"       ? Kind::kTanh
                : config.scale == "sigmoid2" ? Kind::kSigmoid2
                : config.scale == "clamp"    ? Kind::kClamp
                                             : Kind::kNone),
          clamp_(static_cast<float>(config.clamp)) {}

    float operator()(float raw, float a, float b) const {
        switch (kind_) {
            case Kind::kTanh:
                return a * std::tanh(raw) + b;
            case Kind::kSigmoid2:
                return log_sigmoid(raw + 2.0f);
            case Kind::kClamp:
                return std::clamp(raw, -clamp_, clamp_);
            case Kind::kNone:
                break;
        }
        return 0.0f;
    }

  private:
    enum class Kind { kNone, kTanh, kSigmoid2, kClamp };
    Kind kind_;
    float clamp_;
};

}  // namespace

StepPlan::StepPlan(const flow::FlowConfig& config, const WeightSource& weights, const std::string& prefix,
                   LevelGrid grid, ChannelMix mixing)
    : config_(config), grid_(grid), mixing_(std::move(mixing)) {
    const std::string layer = prefix + "dynamic_linear.";
    const auto channelwise = [&](const std::string& name, int count) {
        std::vector<float> values = weights(layer + name);
        if (values.size() == 1) values.assign(static_cast<std::size_t>(count), values.front());
        return values;
    };
    const auto net = [&](const std::string& name, int in, int out) {
        return std::make_unique<CouplingPlan>(weights, layer + name + ".", in, static_cast<int>(config.width), 2 * out,
                                              grid.height, grid.width);
    };
    int begin = 0;
    for (const std::int64_t size : flow::sizes_of_parts(config, grid.channels)) {
        const int count = static_cast<int>(size);
        const std::string suffix = std::to_string(parts_.size());
        if (!parts_.empty()) nets_.push_back(net("net_" + suffix, parts_.back().count, count));
        parts_.push_back({begin, count, channelwise("gain_" + suffix, count), channelwise("offset_" + suffix, count)});
        begin += count;
    }
    first_vector_ = weights(layer + "first_vector");
    first_label_ = weights(layer + "first_label");
    if (config.first != "net") return;
    const int count = parts_.front().count;
    first_net_ = net("first_net", count, count);
    const std::vector<float> map = weights(layer + "first_map");
    const auto pixels = static_cast<std::size_t>(grid.pixels());
    first_map_.resize(map.size());
    for (std::size_t i = 0; i < map.size(); ++i) {
        first_map_[(i % pixels) * static_cast<std::size_t>(count) + i / pixels] = map[i];
    }
}

StepContext StepPlan::context(std::span<const float> label_weights) const {
    StepContext context;
    for (const auto& net : nets_) context.nets.push_back(net->context(label_weights));
    context.first = first_vector_;
    if (!first_label_.empty()) {
        const std::size_t columns = context.first.size();
        for (std::size_t label = 0; label < label_weights.size(); ++label) {
            for (std::size_t c = 0; c < columns; ++c) {
                context.first[c] += label_weights[label] * first_label_[label * columns + c];
            }
        }
    }
    if (first_net_) {
        auto scratch = first_net_->make_scratch();
        first_net_->run(first_net_->context(label_weights),
                        {{first_map_.data(), parts_.front().count, parts_.front().count}}, scratch);
        context.first = scratch.out;
    }
    return context;
}

StepPlan::Scratch StepPlan::make_scratch() const {
    Scratch scratch;
    for (const auto& net : nets_) scratch.nets.push_back(net->make_scratch());
    scratch.mixed.resize(static_cast<std::size_t>(grid_.pixels() * grid_.channels));
    return scratch;
}

double StepPlan::apply_affine(const Part& part, const float* params, int stride, bool per_pixel, float* values,
                              bool inverse) const {
    const LogScale log_scale(config_);
    const bool shift_first = config_.order == "shift_scale";
    double log_det = 0;
    for (int p = 0; p < grid_.pixels(); ++p) {
        const float* raw = per_pixel ? params + static_cast<std::ptrdiff_t>(p) * stride : params;
        float* pixel = values + p * grid_.channels + part.begin;
        for (int c = 0; c < part.count; ++c) {
            const auto at = static_cast<std::size_t>(c);
            const float a = part.gain.empty() ? 0.0f : part.gain[at];
            const float b = part.offset.empty() ? 0.0f : part.offset[at];
            const float log_s = log_scale(raw[c], a, b);
            const float mu = raw[part.count + c];
            if (inverse) {
                const float s = std::exp(-log_s);
                pixel[c] = shift_first ? pixel[c] * s - mu : (pixel[c] - mu) * s;
            } else {
                const float s = std::exp(log_s);
                pixel[c] = shift_first ? (pixel[c] + mu) * s : pixel[c] * s + mu;
            }
            log_det += log_s;
        }
    }
    return log_det;
}

double StepPlan::transform_part(std::size_t k, const StepContext& context, const float* source, float* values,
                                Scratch& scratch, bool inverse) const {
    if (k > 0) {
        const CouplingPlan& net = *nets_[k - 1];
        const Part& previous = parts_[k - 1];
        net.run(context.nets[k - 1], {{source + previous.begin, grid_.channels, previous.count}}, scratch.nets[k - 1]);
        return apply_affine(parts_[k], scratch.nets[k - 1].out.data(), net.out_stride(), true, values, inverse);
    }
    if (config_.first == "identity") return 0;
    const int stride = first_net_ ? first_net_->out_stride() : 0;
    return apply_affine(parts_[0], context.first.data(), stride, first_net_ != nullptr, values, inverse);
}

double StepPlan::forward(const StepContext& context, std::vector<float>& values, Scratch& scratch) const {
    mixing_.forward(grid_, values, scratch.mixed);
    double log_det = mixing_.log_det;
    // dependence = input reads the part before it is transformed, so the last part goes first.
    const bool from_input = config_.dependence == "input";
    for (std::size_t i = 0; i < parts_.size(); ++i) {
        const std::size_t k = from_input ? parts_.size() - 1 - i : i;
        log_det += transform_part(k, context, values.data(), values.data(), scratch, false);
    }
    return log_det;
}

double StepPlan::inverse(const StepContext& context, std::vector<float>& values, Scratch& scratch) const {
    double log_det = mixing_.log_det;
    const bool from_input = config_.dependence == "input";
    for (std::size_t i = 0; i < parts_.size(); ++i) {
        const std::size_t k = from_input ? i : parts_.size() - 1 - i;
        log_det += transform_part(k, context, values.data(), values.data(), scratch, true);
    }
    mixing_.backward(grid_, values, scratch.mixed);
    return log_det;
}

}  // namespace bplf
