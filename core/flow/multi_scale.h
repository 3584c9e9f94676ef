// SPDX-License-Identifier: GPL-3.0-or-later
// The multi-scale flow (core/flow/README.md#levels-and-splits): per level squeeze, steps, split; a Gaussian under
// every emitted part.
#pragma once

#include <memory>
#include <stop_token>
#include <vector>

#include "core/flow/bijection.h"
#include "core/flow/layers/gaussian_prior.h"
#include "core/flow/layers/label_light.h"
#include "core/flow/model.h"

namespace bplf::flow {

/// One step of a level: (actnorm) → 1×1 convolution → dynamic linear, as bijections in order.
using Step = std::vector<std::shared_ptr<Bijection>>;

/// x ∈ [−1, 1)^{C×H×W} ↔ (eps_1 … eps_L): BPLF, DLF and Glow by their switches.
class MultiScaleFlow : public Model {
  public:
    /// Parameters are drawn from LibTorch's generator (set a seed before). Error(kUsage) from validate().
    explicit MultiScaleFlow(FlowConfig config);

    /// Does not form eps.
    at::Tensor log_likelihood(const at::Tensor& x, const at::Tensor& h) override;
    Encoded encode(const at::Tensor& x, const at::Tensor& h, const std::stop_token& stop = {}) override;
    Decoded decode(const std::vector<at::Tensor>& eps, const at::Tensor& h, const std::stop_token& stop = {}) override;
    void set_recompute(bool recompute) override { recompute_ = recompute; }

    /// For the sampling plan and the tests: steps[level][step].
    const std::vector<std::vector<Step>>& steps() const { return steps_; }
    SplitPrior& split_prior(std::size_t level) { return *split_priors_[level]; }
    TopPrior& top_prior() { return *top_prior_; }
    /// nullptr without `label_light`.
    LabelLight* light() { return light_.get(); }

  private:
    void build_level(std::int64_t level, std::int64_t channels, std::int64_t height, std::int64_t width);
    Mapped run_step(const Step& step, const at::Tensor& x, const at::Tensor& h);
    template <typename Emit>
    at::Tensor run_forward(const at::Tensor& x, const at::Tensor& h, const std::stop_token& stop, Emit&& emit);

    std::shared_ptr<LabelLight> light_;
    std::vector<std::vector<Step>> steps_;
    std::vector<std::shared_ptr<SplitPrior>> split_priors_;
    std::shared_ptr<TopPrior> top_prior_;
    bool recompute_ = false;
};

}  // namespace bplf::flow
