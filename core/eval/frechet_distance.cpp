// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/frechet_distance.h"

#include <ATen/ATen.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/base/number_text.h"
#include "core/eval/sample_measure.h"

namespace bplf {
namespace {

/// The symmetric root of a symmetric matrix whose eigenvalues are >= 0 but for rounding.
at::Tensor symmetric_root(const at::Tensor& matrix) {
    const auto [values, vectors] = at::linalg_eigh(matrix);
    return at::matmul(vectors * values.clamp_min(0).sqrt(), vectors.t());
}

}  // namespace

FeatureGaussian feature_gaussian(const at::Tensor& features) {
    BPLF_CHECK(features.dim() == 2 && features.size(0) >= 2, "a covariance needs two feature rows");
    const at::Tensor rows = features.to(at::kCPU, at::kDouble);
    const at::Tensor mean = rows.mean(0);
    const at::Tensor centred = rows - mean;
    return {mean, at::matmul(centred.t(), centred) / static_cast<double>(rows.size(0) - 1)};
}

double frechet_distance(const FeatureGaussian& a, const FeatureGaussian& b) {
    BPLF_CHECK(a.mean.sizes() == b.mean.sizes(), "both sets need the same features");
    const at::Tensor root = symmetric_root(a.covariance);
    const at::Tensor product = at::matmul(at::matmul(root, b.covariance), root);
    const at::Tensor eigenvalues = at::linalg_eigvalsh((product + product.t()) / 2);
    const double cross = eigenvalues.clamp_min(0).sqrt().sum().item<double>();
    const double means = (a.mean - b.mean).square().sum().item<double>();
    const double traces = (a.covariance.diagonal().sum() + b.covariance.diagonal().sum()).item<double>();
    return std::max(0.0, means + traces - 2 * cross);
}

MeasureResult find_frechet_distance(const SampleComparison& both) {
    const double distance =
        frechet_distance(feature_gaussian(both.drawn.seen.features), feature_gaussian(both.real.seen.features));
    return {{{"fid", distance}}, "FID " + fixed(distance, 3), {}};
}

}  // namespace bplf
