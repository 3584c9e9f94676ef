// SPDX-License-Identifier: GPL-3.0-or-later
// Flow++'s variational dequantisation: noise shaped for each image (core/flow/README.md#variational-dequantisation).
#pragma once

#include <vector>

#include "core/flow/layers/element_norm.h"
#include "core/flow/layers/halves_conv1x1.h"
#include "core/flow/layers/mixture_coupling.h"

namespace bplf::flow {

struct VariationalDequantiserConfig {
    std::int64_t channels = 1, height = 0, width = 0;  ///< of the image; width even
    std::int64_t couplings = 4;
    std::int64_t components = 8;
    nn::GatedAttentionNetOptions net;  ///< width, blocks, heads, dropout, condition, labels
};

/// Noise inside the pixel's bin and what it costs.
struct DequantisationNoise {
    at::Tensor u;      ///< [N, C, H, W] in (0, 1), rounding may give the ends
    at::Tensor log_q;  ///< ln q(u | image, h), [N], a density per bin (u has length 1)
};

/// eps ~ N(0, 1) → couplings on the image's columns, each seeing the image through a context net →
/// sigmoid → u.
class VariationalDequantiser : public torch::nn::Module {
  public:
    explicit VariationalDequantiser(VariationalDequantiserConfig config);
    /// image: bin centres in [−1, 1), eps: standard normal, both [N, C, H, W]; h: [N, labels] or
    /// undefined.
    DequantisationNoise forward(const at::Tensor& image, const at::Tensor& eps, const at::Tensor& h);

  private:
    struct Step {
        std::shared_ptr<ElementNorm> norm;
        std::shared_ptr<HalvesConv1x1> mix;
        std::shared_ptr<MixtureCoupling> coupling;
    };
    void build_step(const VariationalDequantiserConfig& config, std::int64_t context_channels);

    nn::GatedAttentionNet context_net_{nullptr};
    std::vector<Step> steps_;
    SwapHalves swap_;
};

/// Uniform numbers in [0, 1) as standard normal ones by the inverse of the normal CDF; float32,
/// finite at 0.
at::Tensor standard_normal_of(const at::Tensor& uniform);

}  // namespace bplf::flow
