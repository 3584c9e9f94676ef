// SPDX-License-Identifier: GPL-3.0-or-later
// Optimisers over one flat parameter vector: Glow's Adamax, Adam, AdamW (core/train/README.md#adamax).
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <string>

namespace bplf {

struct OptimiserOptions {
    std::string kind = "adam";  ///< "adamax_glow" | "adam" | "adamw"
    double beta1 = 0.9;
    double beta2 = 0.999;
    double epsilon = 1e-8;
    double weight_decay = 0.0;  ///< decoupled; used by adamw only
};

/// Holds first and second moments; the state is two tensors and a count, saved and restored as such.
class Optimiser {
  public:
    /// Error(kUsage) for an unknown kind or options out of range.
    Optimiser(OptimiserOptions options, const at::Tensor& like);

    /// One update of `values` in place, all tensors [P] of one dtype and device.
    /// adamax_glow: step lr·√(1−β2^t)/(1−β1^t), m/(max(β2·u, |g|)+ε). adam(w): the usual rule, bias-corrected.
    void step(at::Tensor& values, const at::Tensor& gradient, double learning_rate);

    at::Tensor& first_moment() { return first_; }
    at::Tensor& second_moment() { return second_; }
    std::int64_t steps() const { return steps_; }
    void set_steps(std::int64_t steps) { steps_ = steps; }

  private:
    /// The update of a part of all.
    void step_of(at::Tensor& values, const at::Tensor& gradient, at::Tensor& first, at::Tensor& second,
                 double learning_rate) const;

    OptimiserOptions options_;
    at::Tensor first_, second_;
    std::int64_t steps_ = 0;
};

}  // namespace bplf
