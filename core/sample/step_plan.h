// SPDX-License-Identifier: GPL-3.0-or-later
// One step of a flow prepared for inference: folded actnorm and 1×1 convolution, then the dynamic linear transform.
// Torch-free.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/flow/config.h"
#include "core/sample/channel_mix.h"
#include "core/sample/coupling_plan.h"

namespace bplf {

/// Label terms of one step.
struct StepContext {
    std::vector<CouplingContext> nets;  ///< for parts 1 …
    std::vector<float> first;           ///< [raw | μ] of part 0: [2c] or, with first = net, [pixels, stride]
};

/// Immutable after build.
class StepPlan {
  public:
    StepPlan(const flow::FlowConfig& config, const WeightSource& weights, const std::string& prefix, LevelGrid grid,
             ChannelMix mixing);

    StepContext context(std::span<const float> label_weights) const;

    struct Scratch {
        std::vector<CouplingPlan::Scratch> nets;
        std::vector<float> mixed;
    };
    Scratch make_scratch() const;

    /// In place on [pixels, C]; returns the log-determinant of the direction data → latent, in both directions.
    double forward(const StepContext& context, std::vector<float>& values, Scratch& scratch) const;
    double inverse(const StepContext& context, std::vector<float>& values, Scratch& scratch) const;

  private:
    struct Part {
        int begin = 0, count = 0;
        std::vector<float> gain, offset;  ///< a and b per channel
    };
    double transform_part(std::size_t k, const StepContext& context, const float* source, float* values,
                          Scratch& scratch, bool inverse) const;
    double apply_affine(const Part& part, const float* params, int stride, bool per_pixel, float* values,
                        bool inverse) const;

    flow::FlowConfig config_;
    LevelGrid grid_;
    ChannelMix mixing_;
    std::vector<Part> parts_;
    std::vector<std::unique_ptr<CouplingPlan>> nets_;
    std::unique_ptr<CouplingPlan> first_net_;
    std::vector<float> first_map_, first_vector_, first_label_;
};

}  // namespace bplf
