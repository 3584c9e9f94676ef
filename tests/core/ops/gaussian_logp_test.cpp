// SPDX-License-Identifier: GPL-3.0-or-later
// gaussian_logp on the CPU.
#include "core/ops/gaussian_logp.h"

#include "core/base/error.h"
#include "tests/core/ops/gaussian_logp_cases.h"

#include <gtest/gtest.h>

#include <cmath>

namespace bplf::test {
namespace {

TEST(GaussianLogp, AgreesWithCompositionInFloat64) {
    check_gaussian(at::kDouble);
}

TEST(GaussianLogp, AgreesWithCompositionInFloat32) {
    check_gaussian(at::kFloat);
}

TEST(GaussianLogp, WritesItsOutputsAndNothingElse) {
    check_gaussian_guards(at::kCPU);
}

TEST(GaussianLogp, DoesNotDependOnThreads) {
    for (const Broadcast& broadcast : broadcasts()) {
        const Shape shape{64, 3, 15, 17};
        const at::Tensor z = at::randn({shape.n, shape.c, shape.h, shape.w}).requires_grad_();
        const auto sizes = parameter_sizes(shape, shape.c, broadcast);
        const at::Tensor mean = at::randn(sizes).requires_grad_();
        const at::Tensor log_sd = at::randn(sizes).requires_grad_();
        expect_same_for_any_thread_count([&] {
            const at::Tensor log_p = ops::gaussian_logp(z, mean, log_sd);
            std::vector<at::Tensor> results = gradients({log_p}, {z, mean, log_sd});
            results.push_back(log_p);
            return results;
        });
    }
}

double logp_of(double z, double mean, double log_sd) {
    const auto one = [](double value) { return at::full({1, 1, 1, 1}, value, at::kDouble); };
    return ops::gaussian_logp(one(z), one(mean), one(log_sd)).item<double>();
}

/// core/flow/README.md#reference-values, V8.
TEST(GaussianLogp, MatchesTheReferenceValueOfThePrior) {
    EXPECT_NEAR(logp_of(1.5, 0.5, 0.25), -1.472203863, 1e-9);
}

/// core/flow/README.md#reference-values, V1: one model, two scalings of the data, the same bits per dimension.
TEST(GaussianLogp, GivesTheSameBitsInBothScalingsOfTheData) {
    const double wide = logp_of(0, 0, 0);
    const double narrow = logp_of(0, 0, std::log(0.5));
    EXPECT_NEAR(wide, -0.918938533, 1e-9);
    EXPECT_NEAR(narrow, -0.225791353, 1e-9);
    EXPECT_NEAR(-(wide - std::log(128.0)) / std::log(2.0), 8.325748065, 1e-9);
    EXPECT_NEAR(-(narrow - std::log(256.0)) / std::log(2.0), 8.325748065, 1e-9);
}

TEST(GaussianLogp, SumsManySmallTermsInFloat64) {
    const at::Tensor z = at::full({1, 16, 256, 256}, 0.1F);
    const at::Tensor zero = at::zeros({1, 16, 1, 1});
    const double each = -0.91893853320467274 - 0.5 * 0.1 * 0.1;
    const double count = 16.0 * 256 * 256;
    EXPECT_NEAR(ops::gaussian_logp(z, zero, zero).item<double>() / (each * count), 1, 2e-7);
}

TEST(GaussianLogp, EmptyBatchGivesEmptyResultAndZeroGradients) {
    const at::Tensor z = at::empty({0, 2, 3, 4}).requires_grad_();
    const at::Tensor mean = at::zeros({1, 2, 3, 4}).requires_grad_();
    const at::Tensor log_sd = at::zeros({1, 2, 1, 1}).requires_grad_();
    const at::Tensor log_p = ops::gaussian_logp(z, mean, log_sd);
    EXPECT_EQ(log_p.sizes(), at::IntArrayRef({0}));
    for (const at::Tensor& gradient : gradients({log_p}, {mean, log_sd})) {
        EXPECT_EQ(gradient.abs().sum().item<double>(), 0.0);
    }
}

TEST(GaussianLogp, NotANumberIsPassedOn) {
    at::Tensor z = at::zeros({2, 1, 4, 5});
    z[1][0][3][4] = std::nan("");
    const at::Tensor zero = at::zeros({1, 1, 1, 1});
    const at::Tensor log_p = ops::gaussian_logp(z, zero, zero);
    EXPECT_FALSE(log_p[0].isnan().item<bool>());
    EXPECT_TRUE(log_p[1].isnan().item<bool>());
}

TEST(GaussianLogp, WrongShapesAreRefused) {
    const at::Tensor z = at::ones({2, 3, 4, 4});
    const at::Tensor good = at::ones({1, 3, 1, 1});
    EXPECT_THROW(ops::gaussian_logp(z, at::ones({1, 2, 1, 1}), good), Error);
    EXPECT_THROW(ops::gaussian_logp(z, good, at::ones({2, 3, 4, 1})), Error);
    EXPECT_THROW(ops::gaussian_logp(z, good, at::Tensor()), Error);
}

}  // namespace
}  // namespace bplf::test
