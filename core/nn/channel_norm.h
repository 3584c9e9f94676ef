// SPDX-License-Identifier: GPL-3.0-or-later
// Layer normalisation over the channels of every place, as in Flow++ (core/flow/README.md#flow-and-its-couplings).
#pragma once

#include <torch/nn/module.h>
#include <torch/nn/pimpl.h>

namespace bplf::nn {

/// y = weight · (x − mean) / √(var + 1e−5) + bias with mean and var over the channels of one place
/// of one image.
class ChannelNormImpl : public torch::nn::Module {
  public:
    explicit ChannelNormImpl(std::int64_t channels);
    /// [N, C, H, W], the same shape back.
    at::Tensor forward(const at::Tensor& x);

  private:
    at::Tensor weight_, bias_;
};
TORCH_MODULE(ChannelNorm);

}  // namespace bplf::nn
