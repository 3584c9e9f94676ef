// SPDX-License-Identifier: GPL-3.0-or-later
// Kernel distance of two sets of feature vectors (the KID, on our classifier's features).
#pragma once

#include <ATen/core/Tensor.h>

namespace bplf {

struct KernelDistance {
    double value = 0;           ///< unbiased: may be a little below 0 for equal distributions
    double standard_error = 0;  ///< from the spread over `subsets`; NaN with fewer than two of them
    int subsets = 0;
};

/// Squared maximum mean discrepancy under k(x, y) = (x·y / F + 1)³, unbiased over all pairs (Bińkowski et al. 2018).
/// The standard error is that of the mean over disjoint subsets, every `subsets`-th row each; there are fewer of them
/// where a subset would hold fewer than four rows. a: [N, F], b: [M, F], N and M >= 2; computed in float64.
KernelDistance kernel_distance(const at::Tensor& a, const at::Tensor& b, int subsets = 10);

}  // namespace bplf
