// SPDX-License-Identifier: GPL-3.0-or-later
// The label as a bias per channel: how it enters the nets of RealNVP and Flow++ (core/flow/README.md#labels).
#pragma once

#include <torch/nn/module.h>
#include <torch/nn/pimpl.h>

namespace bplf::nn {

/// How far the label moves hidden channels of RealNVP and Flow++ at the start.
inline constexpr double kLabelDeviation = 0.05;

/// x + h · weight, the same at every place.
class LabelBiasImpl : public torch::nn::Module {
  public:
    /// weight [labels, channels] ~ N(0, deviation²); deviation 0: no effect at the start.
    LabelBiasImpl(std::int64_t labels, std::int64_t channels, double deviation);
    /// x: [N, channels, H, W]; h: [N, labels], rows >= 0 with sum 1. Fails a check on another shape
    /// of h.
    at::Tensor forward(const at::Tensor& x, const at::Tensor& h);

  private:
    at::Tensor weight_;
};
TORCH_MODULE(LabelBias);

}  // namespace bplf::nn
