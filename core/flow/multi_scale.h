// SPDX-License-Identifier: GPL-3.0-or-later
// The multi-scale flow (models.md 3): per level squeeze, steps, split; a Gaussian under every emitted part.
#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "core/flow/bijection.h"
#include "core/flow/config.h"
#include "core/flow/layers/gaussian_prior.h"

namespace bplf::flow {

/// Shape of one emitted code, [channels, height, width].
struct CodeShape {
    std::int64_t channels, height, width;
    std::int64_t size() const { return channels * height * width; }
};

/// A batch of codes with its likelihood.
struct Encoded {
    std::vector<at::Tensor> eps;  ///< fine to coarse, [N, C_i, H_i, W_i], N(0, 1) under the model
    at::Tensor log_likelihood;    ///< [N], nats, density on the [−1, 1) scale
};

/// A batch of images in model range with its likelihood.
struct Decoded {
    at::Tensor x;                 ///< [N, C, H, W], about [−1, 1)
    at::Tensor log_likelihood;    ///< [N]
};

/// One step of a level: (actnorm) → 1×1 convolution → dynamic linear, as bijections in order.
using Step = std::vector<std::shared_ptr<Bijection>>;

/// x ∈ [−1, 1)^{C×H×W} ↔ (eps_1 … eps_L). The labels h are [N, labels], rows >= 0 with sum 1; undefined for an
/// unconditional model. Moves with to(); not thread-safe while parameters change.
class MultiScaleFlow : public torch::nn::Module {
  public:
    /// Parameters are drawn from LibTorch's generator (set a seed before). Error(kUsage) from validate().
    explicit MultiScaleFlow(FlowConfig config);

    /// ln p(x | h), [N]. What training differentiates; does not form eps.
    at::Tensor log_likelihood(const at::Tensor& x, const at::Tensor& h);
    /// Stops between steps when asked: Error(kInterrupted).
    Encoded encode(const at::Tensor& x, const at::Tensor& h, const std::stop_token& stop = {});
    /// Inverse of encode. Error(kNumeric) when a 1×1 convolution is singular.
    Decoded decode(const std::vector<at::Tensor>& eps, const at::Tensor& h, const std::stop_token& stop = {});

    /// Data-dependent initialisation of every actnorm from a batch; then initialised() is true and stays so in checkpoints.
    void initialise(const at::Tensor& x, const at::Tensor& h);
    bool initialised() const;

    const FlowConfig& config() const { return config_; }
    const std::vector<CodeShape>& code_shapes() const { return shapes_; }
    std::int64_t parameter_count() const;
    bool conditional() const { return !config_.labels.empty(); }

    /// Type of the convolutions inside g during training (bfloat16 where the CPU has it); nullopt = the parameters' type.
    void set_compute_type(std::optional<at::ScalarType> type);
    /// Store only each step's input and run the step again in backward (models.md 5.2).
    void set_recompute(bool recompute) { recompute_ = recompute; }

    /// For the sampling plan and the tests: steps[level][step].
    const std::vector<std::vector<Step>>& steps() const { return steps_; }
    SplitPrior& split_prior(std::size_t level) { return *split_priors_[level]; }
    TopPrior& top_prior() { return *top_prior_; }

  private:
    void build_level(std::int64_t level, std::int64_t channels, std::int64_t height, std::int64_t width);
    Mapped run_step(const Step& step, const at::Tensor& x, const at::Tensor& h);
    template <typename Emit>
    at::Tensor run_forward(const at::Tensor& x, const at::Tensor& h, const std::stop_token& stop, Emit&& emit);

    FlowConfig config_;
    std::vector<CodeShape> shapes_;
    std::vector<std::vector<Step>> steps_;
    std::vector<std::shared_ptr<SplitPrior>> split_priors_;
    std::shared_ptr<TopPrior> top_prior_;
    at::Tensor initialised_;
    bool recompute_ = false;
};

/// (−log_likelihood / D + ln(n_bins / 2)) / ln 2 … with the sign of eq 4-1: bits per dimension, [N], float64.
at::Tensor bits_per_dim(const at::Tensor& log_likelihood, const FlowConfig& config);

}  // namespace bplf::flow
