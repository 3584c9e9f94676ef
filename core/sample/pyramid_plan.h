// SPDX-License-Identifier: GPL-3.0-or-later
// A pyramid of flows compiled for the processor: any plan of its base, and its levels. Torch-free header.
#pragma once

#include "core/sample/flow_plan.h"

namespace bplf::flow {
class Pyramid;
}

namespace bplf {

class PyramidPlan : public FlowPlan {
  public:
    /// Copies the weights. Error(kNumeric) when a 1×1 convolution is singular.
    explicit PyramidPlan(const flow::Pyramid& model);
    ~PyramidPlan() override;
    PyramidPlan(const PyramidPlan&) = delete;
    PyramidPlan& operator=(const PyramidPlan&) = delete;

    const flow::FlowConfig& config() const override;
    const std::vector<LevelShape>& shapes() const override;
    std::shared_ptr<const FlowContext> context(std::span<const double> label_weights) const override;
    std::shared_ptr<Scratch> make_scratch() const override;
    double decode(const FlowContext& context, const std::vector<std::vector<float>>& codes, std::span<float> image,
                  Scratch& scratch, const std::stop_token& stop = {}) const override;
    double encode(const FlowContext& context, std::span<const float> image, std::vector<std::vector<float>>& codes,
                  Scratch& scratch, const std::stop_token& stop = {}) const override;
    std::vector<Coded> encode_all(std::span<const std::shared_ptr<const FlowContext>> contexts,
                                  std::span<const float> image, Scratch& scratch,
                                  const std::stop_token& stop = {}) const override;
    void complete(const GivenPixels& given, const std::vector<std::vector<float>>& codes, std::span<float> image,
                  Scratch& scratch, const std::stop_token& stop = {}) const override;
    std::vector<int> sizes() const override;
    std::shared_ptr<const FlowPlan> drawn_as(int side, bool grey) const override;

  private:
    struct Work;
    struct Impl;
    /// The base and the first `used` levels of it.
    PyramidPlan(std::shared_ptr<const Impl> impl, std::size_t used, bool grey);
    /// Fills the levels' part of `codes`, and the base's image in `work`; returns what both levels and transforms add.
    double encode_levels(std::span<const float> image, std::vector<std::vector<float>>& codes, Work& work,
                         const std::stop_token& stop) const;
    void check_given(const GivenPixels& given) const;

    std::shared_ptr<const Impl> impl_;
    std::size_t used_;
    bool grey_ = false;
    std::vector<LevelShape> shapes_;
};

}  // namespace bplf
