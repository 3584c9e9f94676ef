// SPDX-License-Identifier: GPL-3.0-or-later
// The fully connected network of NICE's couplings (core/flow/README.md#nice).
#pragma once

#include <torch/nn/module.h>
#include <torch/nn/pimpl.h>

#include <vector>

namespace bplf::nn {

struct DenseNetOptions {
    std::int64_t in = 392;
    std::int64_t out = 392;
    std::int64_t hidden = 1000;  ///< units of each hidden layer
    std::int64_t layers = 5;     ///< hidden layers, at least 1
    std::int64_t labels = 0;     ///< classes of h; 0 = unconditional
};

/// layers × (linear → ReLU), then a linear layer whose weights start in ±0.01, as NICE's do; the label row is added to
/// the first layer through a linear map that starts at zero. Hidden layers start with He's deviation: NICE's ±0.01
/// leaves five of them without a signal until its momentum has grown.
class DenseNetImpl : public torch::nn::Module {
  public:
    explicit DenseNetImpl(const DenseNetOptions& options);
    /// x: [N, in]; h: [N, labels], ignored when unconditional. Returns [N, out].
    at::Tensor forward(const at::Tensor& x, const at::Tensor& h);

  private:
    std::vector<at::Tensor> weights_, biases_;
    at::Tensor label_;
};
TORCH_MODULE(DenseNet);

}  // namespace bplf::nn
