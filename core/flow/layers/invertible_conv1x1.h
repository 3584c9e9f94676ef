// SPDX-License-Identifier: GPL-3.0-or-later
// The invertible 1×1 convolution (Glow; BPLF eq 2-4; core/flow/README.md#1x1-convolution), plain or PLU-parametrised.
#pragma once

#include "core/flow/bijection.h"

namespace bplf::flow {

/// z = W x over channels; log_det = H·W·ln|det W|. W starts as a random orthogonal matrix.
class InvertibleConv1x1 : public Bijection {
  public:
    /// kPermutation: fixed, drawn at the start.
    enum class Form { kPlain, kPlu, kPermutation };
    InvertibleConv1x1(std::int64_t channels, Form form);
    Mapped forward(const at::Tensor& x, const at::Tensor& h) override;
    Mapped inverse(const at::Tensor& z, const at::Tensor& h) override;
    void pretty_print(std::ostream& stream) const override;

    /// [C, C].
    at::Tensor weight() const;
    /// Computed in float64, returned in W's dtype. Error(kNumeric) when W is singular.
    at::Tensor inverse_weight() const;
    /// ln|det W|, scalar, computed in float64.
    at::Tensor log_abs_det() const;
    /// PLU parts from a given W, or the plain W itself (tests, converters).
    void set_weight(const at::Tensor& weight);

  private:
    Form form_;
    std::int64_t channels_;
    at::Tensor weight_;                                             // plain
    at::Tensor permutation_, sign_, lower_, upper_, log_diagonal_;  // PLU
};

}  // namespace bplf::flow
