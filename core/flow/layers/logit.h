// SPDX-License-Identifier: GPL-3.0-or-later
// The logit preprocessing of RealNVP and Flow++ (core/flow/README.md#realnvp).
#pragma once

#include "core/flow/bijection.h"

namespace bplf::flow {

/// p = (x + 1) / 2, p′ = α + (1 − 2α) p with α = 0.05, y = ln p′ − ln(1 − p′). log_det counts from
/// x, so that densities stay on the [−1, 1) scale. x outside ±1.11 is taken at that end; the
/// inverse lies within it.
class Logit : public Bijection {
  public:
    Logit() : Bijection("Logit") {}
    Mapped forward(const at::Tensor& x, const at::Tensor& h) override;
    Mapped inverse(const at::Tensor& z, const at::Tensor& h) override;
};

}  // namespace bplf::flow
