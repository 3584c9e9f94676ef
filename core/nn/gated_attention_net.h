// SPDX-License-Identifier: GPL-3.0-or-later
// Flow++'s net g: gated convolutions and self-attention with layer normalisation
// (core/flow/README.md#flow-and-its-couplings).
#pragma once

#include <vector>

#include "core/nn/channel_norm.h"
#include "core/nn/coupling_net.h"
#include "core/nn/gated_attention.h"
#include "core/nn/label_bias.h"
#include "core/nn/weight_norm_conv.h"

namespace bplf::nn {

struct GatedAttentionNetOptions {
    std::int64_t in_channels = 2;
    std::int64_t out_channels = 4;
    std::int64_t width = 32;  ///< hidden channels
    std::int64_t blocks = 2;
    std::int64_t heads = 4;                  ///< of the attention, a divisor of width; 0 = no attention
    std::int64_t height = 0, width_px = 0;   ///< of the input, for the attention's position map
    double dropout = 0;                      ///< inside the gated convolutions, in training mode
    std::int64_t context_channels = 0;       ///< 0 = no context
    double out_gain = 0.1;                   ///< deviation of the outputs at the start
    Condition condition = Condition::kNone;  ///< not kFilm
    std::int64_t labels = 0;                 ///< classes of h; 0 needs kNone
};

/// 3×3 (+ label) → blocks {gated convolution, norm, gated attention, norm} → 3×3 (+ label). Gated
/// convolution: x + a · σ(b), [a | b] = 1×1(cELU(3×3(cELU(x)) + 1×1(cELU(context)))) with cELU(x) =
/// ELU([x | −x]).
class GatedAttentionNetImpl : public torch::nn::Module {
  public:
    explicit GatedAttentionNetImpl(GatedAttentionNetOptions options);
    /// x: [N, in, H, W]; h: [N, labels], ignored without a condition; context: [N,
    /// context_channels, H, W], undefined when there is none. Returns [N, out, H, W] in x's dtype.
    at::Tensor forward(const at::Tensor& x, const at::Tensor& h, const at::Tensor& context = {});
    void pretty_print(std::ostream& stream) const override;

  private:
    struct Block {
        WeightNormConv conv{nullptr}, context{nullptr}, gate{nullptr};
        ChannelNorm conv_norm{nullptr}, attention_norm{nullptr};
        GatedAttention attention{nullptr};
    };
    Block make_block(const std::string& name);
    at::Tensor run_block(Block& block, const at::Tensor& x, const at::Tensor& context);

    GatedAttentionNetOptions options_;
    WeightNormConv in_conv_{nullptr}, out_conv_{nullptr};
    std::vector<Block> blocks_;
    LabelBias hidden_label_{nullptr}, out_label_{nullptr};
};
TORCH_MODULE(GatedAttentionNet);

}  // namespace bplf::nn
