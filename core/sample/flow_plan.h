// SPDX-License-Identifier: GPL-3.0-or-later
// A trained flow compiled for inference on the processor: one image per thread, every sum in one fixed order, so a face is
// the same whatever is drawn beside it, and encode and decode see identical networks. Torch-free header.
#pragma once

#include <memory>
#include <span>
#include <stop_token>
#include <vector>

#include "core/flow/config.h"
#include "core/sample/latent.h"

namespace bplf::flow {
class MultiScaleFlow;
}

namespace bplf {

/// What a label mix adds everywhere in the flow; made once per mix.
struct FlowContext;

/// Immutable; encode and decode may be called from several threads at once.
class FlowPlan {
  public:
    /// Copies the weights. Error(kNumeric) when a 1×1 convolution is singular.
    explicit FlowPlan(const flow::MultiScaleFlow& model);
    ~FlowPlan();
    FlowPlan(const FlowPlan&) = delete;
    FlowPlan& operator=(const FlowPlan&) = delete;

    const flow::FlowConfig& config() const;
    /// Fine to coarse.
    const std::vector<LevelShape>& shapes() const;

    /// label_weights: one per label, >= 0, sum 1; empty for an unconditional model.
    std::shared_ptr<const FlowContext> context(std::span<const double> label_weights) const;

    /// Working memory of one thread.
    struct Scratch;
    std::shared_ptr<Scratch> make_scratch() const;

    /// codes: eps per level, fine to coarse, [C_i, H_i, W_i]. image: [C, H, W] in model range. Returns ln p(image | label).
    /// Error(kInterrupted) when stopped between steps.
    double decode(const FlowContext& context, const std::vector<std::vector<float>>& codes,
                  std::span<float> image, Scratch& scratch, const std::stop_token& stop = {}) const;
    /// The inverse: fills codes, returns ln p(image | label).
    double encode(const FlowContext& context, std::span<const float> image,
                  std::vector<std::vector<float>>& codes, Scratch& scratch,
                  const std::stop_token& stop = {}) const;
    /// ln p in nats to bits per dimension (eq 4-1).
    double bits_per_dim(double log_likelihood) const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace bplf
