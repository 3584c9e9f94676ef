// SPDX-License-Identifier: GPL-3.0-or-later
// Glow's actnorm as a flow layer (core/flow/README.md#actnorm).
#pragma once

#include "core/flow/bijection.h"

namespace bplf::flow {

/// y = (x + bias) · exp(3 · logs) per channel; log_det = H·W·Σ 3·logs. Sets itself from the first batch under
/// nn::InitialisationGuard.
class ActNorm : public Bijection {
  public:
    explicit ActNorm(std::int64_t channels);
    Mapped forward(const at::Tensor& x, const at::Tensor& h) override;
    Mapped inverse(const at::Tensor& z, const at::Tensor& h) override;
    void pretty_print(std::ostream& stream) const override;

    /// [C]; exposed for folding into a neighbouring linear map.
    const at::Tensor& bias() const { return bias_; }
    at::Tensor log_scale() const;

  private:
    at::Tensor log_det(const at::Tensor& x, double sign) const;
    at::Tensor bias_, logs_;
};

}  // namespace bplf::flow
