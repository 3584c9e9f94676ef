// SPDX-License-Identifier: GPL-3.0-or-later
// Flow++'s element-wise map: mixture-of-logistics CDF, logit, affine (core/flow/README.md#mixture-of-logistics).
#pragma once

#include "core/flow/bijection.h"

namespace bplf::flow {

/// Parameters per element; M components in dimension 1.
struct MixtureLogistics {
    at::Tensor log_scale, shift;           ///< s and t, [N, C, H, W]
    at::Tensor logits, means, log_scales;  ///< of π, m, ℓ, [N, M, C, H, W]; ℓ below −7 counts as −7
};

/// y = (ln F(x) − ln(1 − F(x))) · e^s + t, F = Σ π σ((x − m) e^−ℓ), all from logarithms, so that
/// the tails stay finite. x: [N, C, H, W]. Increasing in x.
Mapped mixture_logistics(const at::Tensor& x, const MixtureLogistics& mixture);
/// The x with that y: safeguarded Newton in a bracket that holds the root, in float64; returned in
/// z's dtype. Gradients flow to z and to every parameter (implicit function).
Mapped mixture_logistics_inverse(const at::Tensor& z, const MixtureLogistics& mixture);

}  // namespace bplf::flow
