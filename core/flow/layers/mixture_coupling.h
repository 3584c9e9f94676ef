// SPDX-License-Identifier: GPL-3.0-or-later
// Flow++'s coupling: one half of the channels chooses the map of the other (core/flow/README.md#mixture-of-logistics).
#pragma once

#include "core/flow/bijection.h"
#include "core/flow/layers/mixture_logistics.h"
#include "core/nn/gated_attention_net.h"

namespace bplf::flow {

struct MixtureCouplingConfig {
    std::int64_t channels = 2;  ///< of the input, even
    std::int64_t height = 0, width = 0;
    std::int64_t components = 8;  ///< M
    /// Width, blocks, heads, dropout, context, condition, labels
    nn::GatedAttentionNetOptions net;
};

/// y₁ = x₁, y₂ = mixture_logistics(x₂; net(x₁, h, context)) with s = tanh(raw)
/// (core/flow/README.md#mixture-of-logistics). Starts near the identity.
class MixtureCoupling : public Bijection {
  public:
    explicit MixtureCoupling(MixtureCouplingConfig config);
    Mapped forward(const at::Tensor& x, const at::Tensor& h) override { return forward(x, h, {}); }
    Mapped inverse(const at::Tensor& z, const at::Tensor& h) override { return inverse(z, h, {}); }
    /// With what the net sees besides: [N, context_channels, H, W].
    Mapped forward(const at::Tensor& x, const at::Tensor& h, const at::Tensor& context);
    Mapped inverse(const at::Tensor& z, const at::Tensor& h, const at::Tensor& context);
    void pretty_print(std::ostream& stream) const override;

  private:
    MixtureLogistics mixture_of(const at::Tensor& kept, const at::Tensor& h, const at::Tensor& context);

    MixtureCouplingConfig config_;
    nn::GatedAttentionNet net_{nullptr};
};

}  // namespace bplf::flow
