// SPDX-License-Identifier: GPL-3.0-or-later
// A multi-scale flow compiled for the processor: every sum in one fixed order, so encode and decode see identical
// networks. Torch-free header.
#pragma once

#include "core/sample/flow_plan.h"

namespace bplf::flow {
class MultiScaleFlow;
}

namespace bplf {

/// FlowPlan with our own convolutions, channels last, one image per thread.
class CompiledPlan : public FlowPlan {
  public:
    /// Copies the weights. Error(kNumeric) when a 1×1 convolution is singular.
    explicit CompiledPlan(const flow::MultiScaleFlow& model);
    ~CompiledPlan() override;
    CompiledPlan(const CompiledPlan&) = delete;
    CompiledPlan& operator=(const CompiledPlan&) = delete;

    const flow::FlowConfig& config() const override;
    const std::vector<LevelShape>& shapes() const override;
    std::shared_ptr<const FlowContext> context(std::span<const double> label_weights) const override;
    std::shared_ptr<Scratch> make_scratch() const override;
    double decode(const FlowContext& context, const std::vector<std::vector<float>>& codes, std::span<float> image,
                  Scratch& scratch, const std::stop_token& stop = {}) const override;
    double encode(const FlowContext& context, std::span<const float> image, std::vector<std::vector<float>>& codes,
                  Scratch& scratch, const std::stop_token& stop = {}) const override;

  private:
    struct Context;
    struct Work;
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace bplf
