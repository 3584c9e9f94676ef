// SPDX-License-Identifier: GPL-3.0-or-later
// Fréchet distance of two sets of feature vectors, each taken as a Gaussian (the FID, on our classifier's features).
#pragma once

#include <ATen/core/Tensor.h>

namespace bplf {

/// Mean [F] and covariance [F, F] (divided by N - 1) of feature rows, float64.
struct FeatureGaussian {
    at::Tensor mean;
    at::Tensor covariance;
};

/// features: [N, F], N >= 2; computed in float64.
FeatureGaussian feature_gaussian(const at::Tensor& features);

/// |m_a - m_b|² + tr(A + B - 2 (A^½ B A^½)^½), >= 0 and in squared feature units (Heusel et al. 2017). The roots come
/// from symmetric eigendecompositions, so that singular covariances (N <= F) are fine. With N rows the estimate is too
/// large by about a term in 1/N: compare equal counts only.
double frechet_distance(const FeatureGaussian& a, const FeatureGaussian& b);

}  // namespace bplf
