// SPDX-License-Identifier: GPL-3.0-or-later
// f-VAE (Su and Wu 2018): a variational autoencoder whose prior is a flow (core/flow/README.md#f-vae).
#pragma once

#include "core/flow/multi_scale.h"
#include "core/nn/residual_coder.h"

namespace bplf::flow {

FlowConfig f_vae_defaults();

/// z = E(x) + e^α u, p(x | z) = N(G(z), e^−β), p(z | h) a multi-scale flow that only adds. Scores are ELBOs: one draw
/// of u for each image, from `noise` in pixel_bound() and from a fixed stream elsewhere. Codes are those of E(x);
/// decode() returns G of the flow's inverse, which is not the image that was encoded. config.coder_scales squeezes
/// in E, config.blocks residual blocks after each; levels, depth, width describe the flow.
class FVae : public Model {
  public:
    explicit FVae(FlowConfig settings);
    at::Tensor log_likelihood(const at::Tensor& x, const at::Tensor& h) override;
    Encoded encode(const at::Tensor& x, const at::Tensor& h, const std::stop_token& stop = {}) override;
    Decoded decode(const std::vector<at::Tensor>& eps, const at::Tensor& h, const std::stop_token& stop = {}) override;
    /// Plane 0 of the noise dequantises, plane 1 becomes u.
    at::Tensor pixel_bound(const at::Tensor& pixels, const at::Tensor& noise, const at::Tensor& h) override;
    std::int64_t noise_planes() const override { return 2; }
    bool exact() const override { return false; }
    void set_recompute(bool recompute) override { prior_->set_recompute(recompute); }

    /// ELBO of x with the given u ~ N(0, I) of x's shape, [N].
    at::Tensor elbo(const at::Tensor& x, const at::Tensor& u, const at::Tensor& h);

  private:
    nn::ResidualCoder encoder_{nullptr}, decoder_{nullptr};
    std::shared_ptr<MultiScaleFlow> prior_;
    at::Tensor alpha_, beta_;
};

}  // namespace bplf::flow
