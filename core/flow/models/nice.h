// SPDX-License-Identifier: GPL-3.0-or-later
// NICE (Dinh et al. 2014): additive couplings of all pixels at once, one scale per pixel (core/flow/README.md#nice).
#pragma once

#include "core/flow/model.h"
#include "core/nn/dense_net.h"

namespace bplf::flow {

/// Fully connected: four couplings of five hidden layers of 1000, logistic prior.
FlowConfig nice_defaults();
/// The convolutional variant: a multi-scale flow whose couplings only add.
FlowConfig nice_conv_defaults();

/// config.depth couplings y_b += m(y_a, h), each followed by the reversal of all elements; m has config.blocks hidden
/// layers of config.width, or as many as config.layers says of each; then z = exp(scale) ⊙ y. One code of the image's
/// own shape. The prior of z is logistic (top_prior = logistic; eps = Φ⁻¹(σ(z))) or N(0, 1) (std).
class Nice : public Model {
  public:
    /// Error(kUsage) also when the image has an odd number of elements or another prior is asked for.
    explicit Nice(FlowConfig settings);
    at::Tensor log_likelihood(const at::Tensor& x, const at::Tensor& h) override;
    Encoded encode(const at::Tensor& x, const at::Tensor& h, const std::stop_token& stop = {}) override;
    Decoded decode(const std::vector<at::Tensor>& eps, const at::Tensor& h, const std::stop_token& stop = {}) override;

  private:
    at::Tensor latent(const at::Tensor& x, const at::Tensor& h, const std::stop_token& stop);
    at::Tensor log_density(const at::Tensor& z) const;
    bool logistic() const { return config().top_prior == "logistic"; }

    std::vector<nn::DenseNet> nets_;
    at::Tensor scale_;
};

/// The standard normal number with the same rank as a logistic z: Φ⁻¹(σ(z)), exact in both tails.
at::Tensor normal_from_logistic(const at::Tensor& z);
/// Its inverse.
at::Tensor logistic_from_normal(const at::Tensor& eps);

}  // namespace bplf::flow
