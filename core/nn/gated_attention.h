// SPDX-License-Identifier: GPL-3.0-or-later
// Flow++'s gated multi-head self-attention over the places of an image (core/flow/README.md#flow-and-its-couplings).
#pragma once

#include "core/nn/weight_norm_conv.h"

namespace bplf::nn {

/// x + a · σ(b), [a | b] a 1×1 map of softmax(q kᵀ / √d) v, and q, k, v a 1×1 map of x + position.
/// The learned position map [1, width, H, W] ties the layer to one size.
class GatedAttentionImpl : public torch::nn::Module {
  public:
    /// width divisible by heads.
    GatedAttentionImpl(std::int64_t width, std::int64_t heads, std::int64_t height, std::int64_t width_px);
    /// [N, width, H, W], the same shape back.
    at::Tensor forward(const at::Tensor& x);

  private:
    std::int64_t heads_;
    at::Tensor position_;
    WeightNormConv query_key_value_{nullptr}, out_{nullptr};
};
TORCH_MODULE(GatedAttention);

}  // namespace bplf::nn
