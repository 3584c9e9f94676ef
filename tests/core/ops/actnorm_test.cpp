// SPDX-License-Identifier: GPL-3.0-or-later
// actnorm on the CPU.
#include "core/ops/actnorm.h"

#include "core/base/error.h"
#include "tests/core/ops/actnorm_cases.h"

#include <gtest/gtest.h>

#include <cmath>

namespace bplf::test {
namespace {

TEST(Actnorm, AgreesWithCompositionInFloat64) {
    check_actnorm(false, at::kDouble);
    check_actnorm(true, at::kDouble);
}

TEST(Actnorm, AgreesWithCompositionInFloat32) {
    check_actnorm(false, at::kFloat);
    check_actnorm(true, at::kFloat);
}

TEST(Actnorm, WritesItsOutputsAndNothingElse) {
    check_actnorm_guards(false, at::kCPU);
    check_actnorm_guards(true, at::kCPU);
}

TEST(Actnorm, DoesNotDependOnThreads) {
    const at::Tensor x = at::randn({64, 3, 15, 17}).requires_grad_();
    const at::Tensor bias = at::randn({3}).requires_grad_();
    const at::Tensor log_scale = at::randn({3}).requires_grad_();
    expect_same_for_any_thread_count([&] {
        const at::Tensor y = ops::actnorm(x, bias, log_scale);
        std::vector<at::Tensor> results = gradients({y}, {x, bias, log_scale});
        results.push_back(y);
        return results;
    });
}

/// core/flow/README.md#reference-values, V8: bias = −mean and log_scale = −ln(std + 1e−6) standardise the output.
TEST(Actnorm, DataDependentStartStandardisesEachChannel) {
    const at::Tensor x = at::randn({16, 3, 7, 5}) * 4 + 9;
    const at::Tensor bias = -x.mean({0, 2, 3});
    const at::Tensor log_scale = -(x.std({0, 2, 3}, /*unbiased=*/false) + 1e-6).log();
    const at::Tensor y = ops::actnorm(x, bias, log_scale);
    EXPECT_LT(y.mean({0, 2, 3}).abs().max().item<double>(), 1e-5);
    EXPECT_LT((y.std({0, 2, 3}, false) - 1).abs().max().item<double>(), 1e-4);
    expect_close(ops::actnorm_inverse(y, bias, log_scale), x, 1e-6, "inverse");
}

TEST(Actnorm, LargeMeanCostsNoPrecision) {
    const at::Tensor x = at::randn({4, 1, 8, 8}, at::kDouble) * 0.01 + 100;
    const at::Tensor bias = at::full({1}, -100.0, at::kFloat);
    const at::Tensor log_scale = at::full({1}, std::log(100.0), at::kFloat);
    const at::Tensor single = x.to(at::kFloat);
    const at::Tensor expected = (single.to(at::kDouble) - 100) * 100;
    expect_close(ops::actnorm(single, bias, log_scale), expected, 1e-6, "value");
}

TEST(Actnorm, EmptyBatchGivesEmptyResultAndZeroGradients) {
    const at::Tensor x = at::empty({0, 2, 3, 4}).requires_grad_();
    const at::Tensor bias = at::zeros({2}).requires_grad_();
    const at::Tensor log_scale = at::zeros({2}).requires_grad_();
    const at::Tensor y = ops::actnorm(x, bias, log_scale);
    EXPECT_EQ(y.sizes(), x.sizes());
    EXPECT_EQ(gradients({y}, {bias, log_scale})[0].abs().sum().item<double>(), 0.0);
}

TEST(Actnorm, WrongShapesAreRefused) {
    EXPECT_THROW(ops::actnorm(at::ones({2, 3, 4}), at::ones({3}), at::ones({3})), Error);
    EXPECT_THROW(ops::actnorm(at::ones({2, 3, 4, 4}), at::ones({2}), at::ones({3})), Error);
    EXPECT_THROW(ops::actnorm(at::ones({2, 3, 4, 4}, at::kHalf), at::ones({3}), at::ones({3})), Error);
}

}  // namespace
}  // namespace bplf::test
