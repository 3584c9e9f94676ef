// SPDX-License-Identifier: GPL-3.0-or-later
// A convolution with weight normalisation (Salimans and Kingma 2016; core/flow/README.md#realnvp).
#pragma once

#include <torch/nn/module.h>
#include <torch/nn/pimpl.h>

namespace bplf::nn {

/// y = conv(x, gain · direction / |direction|) + bias, one gain and one length per output channel;
/// stride 1, the size is kept. Under InitialisationGuard gain and bias set themselves so that every
/// output channel has mean 0 and deviation `start_gain` over the batch.
class WeightNormConvImpl : public torch::nn::Module {
  public:
    /// kernel odd. start_gain is also the gain before any data; 0 stays 0: the output starts at
    /// exactly zero.
    WeightNormConvImpl(std::int64_t in, std::int64_t out, std::int64_t kernel, double start_gain = 1);
    /// [N, in, H, W] -> [N, out, H, W].
    at::Tensor forward(const at::Tensor& x);

  private:
    void initialise(const at::Tensor& raw);

    double start_gain_;
    at::Tensor direction_, gain_, bias_;
};
TORCH_MODULE(WeightNormConv);

}  // namespace bplf::nn
