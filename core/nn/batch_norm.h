// SPDX-License-Identifier: GPL-3.0-or-later
// Batch normalisation inside a net g.
#pragma once

#include <torch/nn/module.h>
#include <torch/nn/pimpl.h>

namespace bplf::nn {

class BatchParts;

/// y = weight · (x − mean) / √(var + 1e−5) + bias per channel. In training mode mean and var are
/// the batch's and the running ones follow with momentum 0.1; in evaluation mode they are the
/// running ones, so that an image's result does not depend on its batch. Under InitialisationGuard
/// the running ones become the batch's. A channel whose statistics are not finite leaves its
/// running ones as they were. Under BatchPartsGuard the batch is that of all parts.
class BatchNormImpl : public torch::nn::Module {
  public:
    explicit BatchNormImpl(std::int64_t channels);
    /// [N, C, H, W], the same shape back; N·H·W > 1 in training mode.
    at::Tensor forward(const at::Tensor& x);

  private:
    /// Of a batch whose other parts are elsewhere: the statistics are those of the whole.
    at::Tensor forward_part(const at::Tensor& x, BatchParts& parts);
    void keep(const at::Tensor& mean, const at::Tensor& var);

    at::Tensor weight_, bias_, running_mean_, running_var_;
};
TORCH_MODULE(BatchNorm);

}  // namespace bplf::nn
