// SPDX-License-Identifier: GPL-3.0-or-later
// Features of what is given: a few 3×3 convolutions, computed once per image and shared by all steps of a level.
#pragma once

#include <torch/nn/module.h>
#include <torch/nn/pimpl.h>

#include <optional>
#include <vector>

namespace bplf::nn {

/// conv → ReLU → … → conv, all 3×3 with a ring of zeros and a bias, no ReLU after the last. Parameters are float32
/// (or float64 after to()), drawn from LibTorch's generator.
class FeatureNetImpl : public torch::nn::Module {
  public:
    /// in_channels → features → … → features, `layers` >= 1 convolutions.
    FeatureNetImpl(std::int64_t in_channels, std::int64_t features, std::int64_t layers);

    /// x: [N, in_channels, H, W]. Returns [N, features, H, W] in x's type.
    at::Tensor forward(const at::Tensor& x);
    /// As CouplingNetImpl: the type of the convolutions; nullopt = the parameters' type.
    void set_compute_type(std::optional<at::ScalarType> type) { compute_type_ = type; }

  private:
    std::vector<at::Tensor> weights_, biases_;
    std::optional<at::ScalarType> compute_type_;
};
TORCH_MODULE(FeatureNet);

}  // namespace bplf::nn
