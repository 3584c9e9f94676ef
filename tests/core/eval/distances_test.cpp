// SPDX-License-Identifier: GPL-3.0-or-later
// Fréchet and kernel distance and diversity against closed forms and plain loops.
#include <gtest/gtest.h>
#include <torch/types.h>

#include <cmath>

#include "core/base/error.h"
#include "core/eval/diversity.h"
#include "core/eval/frechet_distance.h"
#include "core/eval/kernel_distance.h"
#include "tests/support/support.h"

namespace bplf::test {
namespace {

at::Tensor random_covariance(std::int64_t size) {
    const at::Tensor a = at::randn({size, 3 * size}, at::kDouble);
    return at::matmul(a, a.t()) / static_cast<double>(3 * size);
}

TEST(FrechetDistance, OfDiagonalGaussiansHasAClosedForm) {
    const at::Tensor m1 = at::tensor({0.0, 1.0, -2.0}, at::kDouble), m2 = at::tensor({1.0, 1.0, 0.5}, at::kDouble);
    const at::Tensor v1 = at::tensor({1.0, 4.0, 0.25}, at::kDouble), v2 = at::tensor({9.0, 1.0, 0.0}, at::kDouble);
    const double expected = 1 + 0 + 6.25 + (3 - 1) * (3 - 1) + (2 - 1) * (2 - 1) + 0.25;
    EXPECT_NEAR(frechet_distance({m1, v1.diag()}, {m2, v2.diag()}), expected, 1e-9);
}

TEST(FrechetDistance, AgreesWithTheEigenvaluesOfTheProduct) {
    // tr (A^½ B A^½)^½ is also the sum of the roots of the eigenvalues of A B, which is not symmetric.
    for (int trial = 0; trial < 5; ++trial) {
        const at::Tensor a = random_covariance(6), b = random_covariance(6);
        const at::Tensor m = at::randn({6}, at::kDouble);
        const at::Tensor eigenvalues = at::real(at::linalg_eigvals(at::matmul(a, b)));
        const double expected = m.square().sum().item<double>() + (a.trace() + b.trace()).item<double>() -
                                2 * eigenvalues.sqrt().sum().item<double>();
        EXPECT_NEAR(frechet_distance({m, a}, {at::zeros({6}, at::kDouble), b}), expected, 1e-8);
    }
}

TEST(FrechetDistance, OfShiftedRowsIsTheSquareOfTheShift) {
    const at::Tensor rows = at::randn({40, 5}, at::kDouble);
    const FeatureGaussian one = feature_gaussian(rows);
    EXPECT_NEAR(frechet_distance(one, one), 0, 1e-9);
    EXPECT_NEAR(frechet_distance(one, feature_gaussian(rows + 2)), 5 * 4, 1e-8);
}

TEST(FrechetDistance, TakesFewerRowsThanFeatures) {
    const at::Tensor rows = at::randn({4, 30}, at::kDouble);
    const FeatureGaussian one = feature_gaussian(rows);
    EXPECT_NEAR(frechet_distance(one, one), 0, 1e-6);
    // Scaling by 3 takes the covariance C to 9 C: tr(C + 9 C - 2 · 3 C) = 4 tr C, and the mean to 3 m.
    const double expected = 4 * one.covariance.trace().item<double>() + 4 * one.mean.square().sum().item<double>();
    EXPECT_NEAR(frechet_distance(one, feature_gaussian(rows * 3)), expected, 1e-5);
}

TEST(FeatureGaussianOfRows, IsTheSampleCovariance) {
    const at::Tensor rows = at::randn({20, 4}, at::kDouble);
    EXPECT_TRUE(at::allclose(feature_gaussian(rows).covariance, at::cov(rows.t()), 1e-12, 1e-12));
    EXPECT_THROW(feature_gaussian(rows.narrow(0, 0, 1)), Error);
}

double plain_kernel(const at::Tensor& x, const at::Tensor& y) {
    return std::pow(x.dot(y).item<double>() / static_cast<double>(x.size(0)) + 1, 3);
}

TEST(KernelDistance, AgreesWithAPlainLoop) {
    const at::Tensor a = at::randn({7, 3}, at::kDouble), b = at::randn({5, 3}, at::kDouble) + 0.5;
    double within_a = 0, within_b = 0, between = 0;
    for (int i = 0; i < 7; ++i) {
        for (int j = 0; j < 7; ++j) within_a += i == j ? 0 : plain_kernel(a[i], a[j]);
        for (int j = 0; j < 5; ++j) between += plain_kernel(a[i], b[j]);
    }
    for (int i = 0; i < 5; ++i) {
        for (int j = 0; j < 5; ++j) within_b += i == j ? 0 : plain_kernel(b[i], b[j]);
    }
    const KernelDistance distance = kernel_distance(a, b);
    EXPECT_NEAR(distance.value, within_a / 42 + within_b / 20 - 2 * between / 35, 1e-10);
    EXPECT_EQ(distance.subsets, 1);
    EXPECT_TRUE(std::isnan(distance.standard_error));
}

TEST(KernelDistance, IsUnbiasedAndItsErrorCoversTheTruth) {
    // 40 pairs of sets with one distribution: the mean is 0 within its own spread, and the stated errors match it.
    double sum = 0, squares = 0, stated = 0;
    constexpr int kPairs = 40;
    for (int i = 0; i < kPairs; ++i) {
        const KernelDistance d = kernel_distance(at::randn({80, 4}, at::kDouble), at::randn({80, 4}, at::kDouble));
        sum += d.value, squares += d.value * d.value, stated += d.standard_error;
    }
    const double spread = std::sqrt((squares - sum * sum / kPairs) / (kPairs - 1));
    EXPECT_LT(std::abs(sum / kPairs), 4 * spread / std::sqrt(kPairs));
    EXPECT_GT(stated / kPairs, spread / 2);
    const KernelDistance apart =
        kernel_distance(at::randn({800, 4}, at::kDouble), at::randn({800, 4}, at::kDouble) + 1);
    EXPECT_GT(apart.value, 5 * apart.standard_error);
}

TEST(KernelDistance, OfMoreRowsThanOneBlockIsTheSameSum) {
    // More than 512 rows take several blocks; repeating rows n times has a closed form.
    const at::Tensor a = at::randn({20, 3}, at::kDouble), b = at::randn({20, 3}, at::kDouble);
    const at::Tensor many = a.repeat({30, 1});
    const at::Tensor kernel = (at::matmul(a, a.t()) / 3 + 1).pow(3), other = (at::matmul(b, b.t()) / 3 + 1).pow(3);
    const at::Tensor cross = (at::matmul(a, b.t()) / 3 + 1).pow(3);
    const double within = (kernel.sum() * 900 - kernel.trace() * 30).item<double>() / (600.0 * 599);
    const double expected =
        within + (other.sum() - other.trace()).item<double>() / 380 - 2 * cross.mean().item<double>();
    EXPECT_NEAR(kernel_distance(many, b).value, expected, 1e-9);
}

TEST(DiversityOfImages, AgreesWithAPlainLoopWithinLabels) {
    const at::Tensor features = at::randn({9, 4}, at::kDouble);
    const at::Tensor pixels = at::randint(256, {9, 1, 4, 4}, at::kByte);
    const std::vector<std::int64_t> labels{0, 0, 1, 1, 1, 0, 2, 0, 1};
    double feature_sum = 0, pixel_sum = 0;
    int pairs = 0;
    for (int i = 0; i < 9; ++i) {
        for (int j = i + 1; j < 9; ++j) {
            if (labels[static_cast<std::size_t>(i)] != labels[static_cast<std::size_t>(j)]) continue;
            feature_sum += (features[i] - features[j]).norm().item<double>();
            pixel_sum +=
                std::sqrt((pixels[i].to(at::kDouble) - pixels[j].to(at::kDouble)).square().mean().item<double>());
            ++pairs;
        }
    }
    const Diversity result = diversity(features, pixels, labels);
    EXPECT_EQ(result.pairs, pairs);
    EXPECT_NEAR(result.feature_distance, feature_sum / pairs, 1e-9);
    EXPECT_NEAR(result.pixel_distance, pixel_sum / pairs, 1e-9);
}

TEST(DiversityOfImages, IsNothingWithoutPairsAndZeroForCopies) {
    const at::Tensor features = at::randn({2, 4}, at::kDouble), pixels = at::randint(256, {2, 1, 4, 4}, at::kByte);
    EXPECT_TRUE(std::isnan(diversity(features, pixels, std::vector<std::int64_t>{0, 1}).feature_distance));
    const Diversity copies = diversity(features[0].repeat({3, 1}), pixels[0].repeat({3, 1, 1, 1}), {});
    EXPECT_EQ(copies.feature_distance, 0);
    EXPECT_EQ(copies.pixel_distance, 0);
    EXPECT_EQ(copies.pairs, 3);
}

}  // namespace
}  // namespace bplf::test
