// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sample/context_step.h"

#include <cmath>

namespace bplf {

ContextStep::ContextStep(const flow::FlowConfig& config, const WeightSource& weights, const std::string& prefix,
                         LevelGrid grid, int first, int context, ChannelMix mixing)
    : grid_(grid),
      first_(first),
      context_(context),
      bound_(static_cast<float>(config.log_scale_bound / static_cast<double>(config.depth))),
      mixing_(std::move(mixing)),
      first_net_(weights, prefix + "first_net.", context, static_cast<int>(config.width), 2 * first, grid.height,
                 grid.width, HiddenSums::kFewProducts),
      second_net_(weights, prefix + "net_1.", first + context, static_cast<int>(config.width),
                  2 * (grid.channels - first), grid.height, grid.width, HiddenSums::kFewProducts),
      first_context_(first_net_.context({})),
      second_context_(second_net_.context({})) {}

ContextStep::Scratch ContextStep::make_scratch() const {
    return {first_net_.make_scratch(), second_net_.make_scratch(), std::vector<float>(grid_.size())};
}

double ContextStep::apply(const float* params, int stride, int begin, int count, std::vector<float>& values,
                          bool inverse) const {
    double log_det = 0;
    for (int p = 0; p < grid_.pixels(); ++p) {
        const float* raw = params + static_cast<std::ptrdiff_t>(p) * stride;
        float* pixel = values.data() + p * grid_.channels + begin;
        for (int c = 0; c < count; ++c) {
            const float log_s = bound_ * std::tanh(raw[c]), mu = raw[count + c];
            pixel[c] = inverse ? (pixel[c] - mu) * std::exp(-log_s) : pixel[c] * std::exp(log_s) + mu;
            log_det += log_s;
        }
    }
    return log_det;
}

double ContextStep::transform_first(const std::vector<float>& context, std::vector<float>& values, Scratch& scratch,
                                    bool inverse) const {
    first_net_.run(first_context_, {{context.data(), context_, context_}}, scratch.first);
    return apply(scratch.first.out.data(), first_net_.out_stride(), 0, first_, values, inverse);
}

double ContextStep::transform_second(const std::vector<float>& context, std::vector<float>& values, Scratch& scratch,
                                     bool inverse) const {
    second_net_.run(second_context_, {{values.data(), grid_.channels, first_}, {context.data(), context_, context_}},
                    scratch.second);
    return apply(scratch.second.out.data(), second_net_.out_stride(), first_, grid_.channels - first_, values, inverse);
}

double ContextStep::forward(const std::vector<float>& context, std::vector<float>& values, Scratch& scratch) const {
    mixing_.forward(grid_, values, scratch.spare);
    // The second part's network reads the first one before it is transformed.
    const double second = transform_second(context, values, scratch, false);
    return mixing_.log_det + second + transform_first(context, values, scratch, false);
}

double ContextStep::inverse(const std::vector<float>& context, std::vector<float>& values, Scratch& scratch) const {
    const double first = transform_first(context, values, scratch, true);
    const double log_det = mixing_.log_det + first + transform_second(context, values, scratch, true);
    mixing_.backward(grid_, values, scratch.spare);
    return log_det;
}

}  // namespace bplf
