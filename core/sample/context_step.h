// SPDX-License-Identifier: GPL-3.0-or-later
// One step of a level of a pyramid prepared for inference: ChannelMix, then the dynamic linear transform of two parts
// whose x_0 is what is given. Torch-free.
#pragma once

#include <string>
#include <vector>

#include "core/flow/config.h"
#include "core/sample/channel_mix.h"
#include "core/sample/coupling_plan.h"

namespace bplf {

/// Immutable after build.
class ContextStep {
  public:
    /// `first` of the grid's channels are the first part; `context` channels are given. Reads `prefix`first_net. … and
    /// `prefix`net_1. …; the bound on log s is config.log_scale_bound / config.depth.
    ContextStep(const flow::FlowConfig& config, const WeightSource& weights, const std::string& prefix, LevelGrid grid,
                int first, int context, ChannelMix mixing);

    /// Fits every step with parts of the same sizes.
    struct Scratch {
        CouplingPlan::Scratch first, second;
        std::vector<float> spare;
    };
    Scratch make_scratch() const;

    /// context: [pixels][context channels]; in place on [pixels][channels]. Returns the log-determinant of the
    /// direction data → latent, in both directions.
    double forward(const std::vector<float>& context, std::vector<float>& values, Scratch& scratch) const;
    double inverse(const std::vector<float>& context, std::vector<float>& values, Scratch& scratch) const;

  private:
    double transform_first(const std::vector<float>& context, std::vector<float>& values, Scratch& scratch,
                           bool inverse) const;
    double transform_second(const std::vector<float>& context, std::vector<float>& values, Scratch& scratch,
                            bool inverse) const;
    /// `params`: [raw | μ] of `count` channels from `begin` on.
    double apply(const float* params, int stride, int begin, int count, std::vector<float>& values, bool inverse) const;

    LevelGrid grid_;
    int first_, context_;
    float bound_;
    ChannelMix mixing_;
    CouplingPlan first_net_, second_net_;
    CouplingContext first_context_, second_context_;
};

}  // namespace bplf
