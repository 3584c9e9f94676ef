// SPDX-License-Identifier: GPL-3.0-or-later
// Flow++'s pointwise layer: an invertible 1×1 for each half of the channels
// (core/flow/README.md#flow-and-its-couplings).
#pragma once

#include "core/flow/bijection.h"
#include "core/flow/layers/invertible_conv1x1.h"

namespace bplf::flow {

/// z = W₁ x₁, W₂ x₂ over the channels of the two halves; both start at I + N(0, 0.001²).
/// Error(kNumeric) from the inverse when one has become singular.
class HalvesConv1x1 : public Bijection {
  public:
    /// channels even.
    explicit HalvesConv1x1(std::int64_t channels);
    Mapped forward(const at::Tensor& x, const at::Tensor& h) override;
    Mapped inverse(const at::Tensor& z, const at::Tensor& h) override;

  private:
    std::shared_ptr<InvertibleConv1x1> first_, second_;
};

/// Exchanges the two halves of the channels, so that the next coupling transforms the other one.
/// Its own inverse.
class SwapHalves : public Bijection {
  public:
    SwapHalves() : Bijection("SwapHalves") {}
    Mapped forward(const at::Tensor& x, const at::Tensor& h) override;
    Mapped inverse(const at::Tensor& z, const at::Tensor& h) override { return forward(z, h); }
};

}  // namespace bplf::flow
