// SPDX-License-Identifier: GPL-3.0-or-later
// A flow without weights: a cartoon per label mix, and an exactly invertible code of the rest.
#pragma once

#include <atomic>
#include <string>
#include <vector>

#include "core/sample/flow_plan.h"

namespace bplf::test {

/// How long each face takes, and what counts them.
struct DrawnPace {
    double milliseconds = 0;
    std::atomic<int>* drawn = nullptr;    ///< faces decoded are added; must outlive the plan
    std::atomic<int>* encoded = nullptr;  ///< the same of faces encoded
};

/// The labels of every drawn model.
const std::vector<std::string>& drawn_labels();

/// Grey faces of side × side pixels, side divisible by 8; three levels of orthonormal Haar coefficients over a scale
/// each. With four levels, and a side divisible by 16, the same faces can be drawn at half the side.
class DrawnPlan final : public FlowPlan {
  public:
    explicit DrawnPlan(int side, DrawnPace pace = {}, int levels = 3);

    const flow::FlowConfig& config() const override { return config_; }
    const std::vector<LevelShape>& shapes() const override { return shapes_; }
    std::shared_ptr<const FlowContext> context(std::span<const double> label_weights) const override;
    std::shared_ptr<Scratch> make_scratch() const override;
    double decode(const FlowContext& context, const std::vector<std::vector<float>>& codes, std::span<float> image,
                  Scratch& scratch, const std::stop_token& stop = {}) const override;
    double encode(const FlowContext& context, std::span<const float> image, std::vector<std::vector<float>>& codes,
                  Scratch& scratch, const std::stop_token& stop = {}) const override;
    /// Of a face at half the side: each given pixel becomes a block with the finest code's details.
    void complete(const GivenPixels& given, const std::vector<std::vector<float>>& codes, std::span<float> image,
                  Scratch& scratch, const std::stop_token& stop = {}) const override;
    std::vector<int> sizes() const override;
    std::shared_ptr<const FlowPlan> drawn_as(int side, bool grey) const override;

  private:
    void take_time(const std::stop_token& stop) const;

    int side_;
    int levels_;
    DrawnPace pace_;
    flow::FlowConfig config_;
    std::vector<LevelShape> shapes_;
};

}  // namespace bplf::test
