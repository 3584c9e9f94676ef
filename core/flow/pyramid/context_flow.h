// SPDX-License-Identifier: GPL-3.0-or-later
// A BPLF of some planes given others: x_0 of the paper's eq 3-6 is what is given.
#pragma once

#include <memory>
#include <stop_token>
#include <vector>

#include "core/flow/chain.h"
#include "core/flow/layers/gaussian_prior.h"
#include "core/flow/model.h"
#include "core/nn/coupling_net.h"
#include "core/nn/feature_net.h"

namespace bplf::flow {

struct ContextFlowOptions {
    std::int64_t channels = 9;        ///< of the modelled planes
    std::int64_t given_channels = 3;  ///< of the given ones, of the same sides
    std::int64_t scales = 0;  ///< squeezes, each followed by steps and a split; 0: steps on the planes as they are
    std::int64_t depth = 6;   ///< steps per scale
    std::int64_t width = 48;  ///< hidden channels of the networks
    std::int64_t middle_kernel = 3;  ///< of the networks: 3 or 1
    std::int64_t features = 32;      ///< channels of the features of what is given
    double log_scale_bound = 3;      ///< on Σ |log s| over the steps at any place
    double log_deviation_bound = 2;  ///< on |log σ| of the priors
};

/// p(x | given). Features c = f(given), once per image, with the given planes (their means, at coarser scales) beside
/// them; step: actnorm → 1×1 → DynamicLinear with First::kContext; prior N(μ(c), σ(c)²), at a split also of the half
/// that goes on. An odd number of channels is cut so that the smaller part comes first and second by turns.
class ContextFlow : public torch::nn::Module {
  public:
    /// Parameters are drawn from LibTorch's generator.
    explicit ContextFlow(const ContextFlowOptions& options);

    /// x: [N, channels, H, W]; given: [N, given_channels, H, W]; any H and W divisible by 2^scales. ln p(x | given),
    /// [N].
    at::Tensor log_likelihood(const at::Tensor& x, const at::Tensor& given);
    /// Codes fine to coarse. Error(kInterrupted) when stopped between steps.
    Encoded encode(const at::Tensor& x, const at::Tensor& given, const std::stop_token& stop = {});
    /// The inverse; Decoded::x is [N, channels, H, W].
    Decoded decode(const std::vector<at::Tensor>& eps, const at::Tensor& given, const std::stop_token& stop = {});
    /// Of a scale, counted from 0, in the order data → latent.
    const std::vector<Chain>& steps(std::size_t scale) const { return scales_.at(scale).steps; }
    /// Of planes of these sides.
    std::vector<CodeShape> code_shapes(std::int64_t height, std::int64_t width) const;

  private:
    struct Scale {
        nn::FeatureNet features{nullptr};
        std::vector<Chain> steps;
        nn::CouplingNet prior{nullptr};
    };
    Scale make_scale(std::int64_t index, std::int64_t channels, std::int64_t features_in, bool last);
    Chain make_step(const std::string& name, std::int64_t channels, std::int64_t first);
    /// What steps and prior of each scale see, [N, features + …, h, w].
    std::vector<at::Tensor> contexts(const at::Tensor& given);
    /// `half`: what goes on at a split; undefined at the coarsest scale.
    Gaussian prior_of(Scale& scale, const at::Tensor& half, const at::Tensor& context);
    template <typename Emit>
    at::Tensor run_forward(const at::Tensor& x, const at::Tensor& given, const std::stop_token& stop, Emit&& emit);
    bool squeezes() const { return options_.scales > 0; }

    ContextFlowOptions options_;
    std::vector<Scale> scales_;
};

}  // namespace bplf::flow
