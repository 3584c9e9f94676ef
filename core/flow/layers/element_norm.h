// SPDX-License-Identifier: GPL-3.0-or-later
// Flow++'s norm: a gain and a bias per element of the image (core/flow/README.md#flow-and-its-couplings).
#pragma once

#include "core/flow/bijection.h"

namespace bplf::flow {

/// y = (x + bias) · exp(logs) per (channel, y, x); log_det = Σ logs. Under nn::InitialisationGuard
/// it sets itself so that every element has mean 0 and deviation 1 over the batch (deviations below
/// 0.001 count as 0.001; one image alone sets the mean only).
class ElementNorm : public Bijection {
  public:
    ElementNorm(std::int64_t channels, std::int64_t height, std::int64_t width);
    Mapped forward(const at::Tensor& x, const at::Tensor& h) override;
    Mapped inverse(const at::Tensor& z, const at::Tensor& h) override;

  private:
    void initialise(const at::Tensor& x);

    at::Tensor bias_, logs_;
};

}  // namespace bplf::flow
