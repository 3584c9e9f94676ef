// SPDX-License-Identifier: GPL-3.0-or-later
// Any model through its LibTorch modules, image by image. Torch-free header.
#pragma once

#include "core/sample/flow_plan.h"

namespace bplf {

/// FlowPlan for systems without compiled kernels. Keeps the model alive and expects it in eval mode on the processor.
class ModulePlan : public FlowPlan {
  public:
    explicit ModulePlan(std::shared_ptr<flow::Model> model);

    const flow::FlowConfig& config() const override;
    const std::vector<LevelShape>& shapes() const override { return shapes_; }
    std::shared_ptr<const FlowContext> context(std::span<const double> label_weights) const override;
    std::shared_ptr<Scratch> make_scratch() const override;
    double decode(const FlowContext& context, const std::vector<std::vector<float>>& codes, std::span<float> image,
                  Scratch& scratch, const std::stop_token& stop = {}) const override;
    double encode(const FlowContext& context, std::span<const float> image, std::vector<std::vector<float>>& codes,
                  Scratch& scratch, const std::stop_token& stop = {}) const override;

  private:
    struct Context;
    std::shared_ptr<flow::Model> model_;
    std::vector<LevelShape> shapes_;
};

}  // namespace bplf
