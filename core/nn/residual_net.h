// SPDX-License-Identifier: GPL-3.0-or-later
// RealNVP's net g: a residual network with batch and weight normalisation (core/flow/README.md#realnvp).
#pragma once

#include <vector>

#include "core/nn/batch_norm.h"
#include "core/nn/coupling_net.h"
#include "core/nn/label_bias.h"
#include "core/nn/weight_norm_conv.h"

namespace bplf::nn {

struct ResidualNetOptions {
    std::int64_t in_channels = 2;
    std::int64_t out_channels = 4;
    std::int64_t width = 64;                 ///< hidden channels
    std::int64_t blocks = 2;                 ///< residual blocks of two 3×3 convolutions
    Condition condition = Condition::kNone;  ///< not kFilm
    std::int64_t labels = 0;                 ///< classes of h; 0 needs kNone
};

/// norm → ReLU of (x, −x) → 3×3 (+ label) → blocks {norm, ReLU, 3×3, norm, ReLU, 3×3, + input}; the
/// 1×1 skip outputs of the stem and of every block summed → norm → ReLU → 1×1 (+ label). The output
/// starts at exactly zero.
class ResidualNetImpl : public torch::nn::Module {
  public:
    explicit ResidualNetImpl(ResidualNetOptions options);
    /// x: [N, in, H, W]; h: [N, labels], ignored without a condition. Returns [N, out, H, W] in x's
    /// dtype.
    at::Tensor forward(const at::Tensor& x, const at::Tensor& h);
    void pretty_print(std::ostream& stream) const override;

  private:
    struct Block {
        BatchNorm norm_a{nullptr}, norm_b{nullptr};
        WeightNormConv conv_a{nullptr}, conv_b{nullptr}, skip{nullptr};
    };
    Block make_block(const std::string& name);

    ResidualNetOptions options_;
    BatchNorm in_norm_{nullptr}, out_norm_{nullptr};
    WeightNormConv in_conv_{nullptr}, in_skip_{nullptr}, out_conv_{nullptr};
    std::vector<Block> blocks_;
    LabelBias hidden_label_{nullptr}, out_label_{nullptr};
};
TORCH_MODULE(ResidualNet);

}  // namespace bplf::nn
