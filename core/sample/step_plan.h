// SPDX-License-Identifier: GPL-3.0-or-later
// One step of a flow prepared for inference: folded actnorm and 1×1 convolution, then the dynamic linear transform.
// Torch-free.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/flow/config.h"
#include "core/sample/coupling_plan.h"

namespace bplf {

/// Shape of a level's activations; pixels are stored [pixel][channel].
struct LevelGrid {
    int channels = 0, height = 0, width = 0;
    int pixels() const { return height * width; }
};

/// Label terms of one step.
struct StepContext {
    std::vector<CouplingContext> nets;  ///< for parts 1 …
    std::vector<float> first;           ///< [raw | μ] of part 0: [2c] or, with first = net, [pixels, stride]
};

/// Immutable after build.
class StepPlan {
  public:
    /// `matrix`, `inverse` [C, C] row-major and `offset` [C]: z = matrix · x + offset with actnorm folded in, and
    /// `log_det` its whole log-determinant.
    struct Mixing {
        std::vector<float> matrix, inverse, offset;
        double log_det = 0;
    };
    StepPlan(const flow::FlowConfig& config, const WeightSource& weights, const std::string& prefix, LevelGrid grid,
             Mixing mixing);

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
    /// values = start + matrix × values in each pixel; no `start` is 0.
    void mix(const std::vector<float>& matrix, const float* start, std::vector<float>& values,
             std::vector<float>& mixed) const;
    /// The inverse of what forward() mixes.
    void unmix(std::vector<float>& values, std::vector<float>& mixed) const;

    flow::FlowConfig config_;
    LevelGrid grid_;
    Mixing mixing_;
    std::vector<Part> parts_;
    std::vector<std::unique_ptr<CouplingPlan>> nets_;
    std::unique_ptr<CouplingPlan> first_net_;
    std::vector<float> first_map_, first_vector_, first_label_;
};

}  // namespace bplf
