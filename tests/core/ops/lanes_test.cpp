// SPDX-License-Identifier: GPL-3.0-or-later
// The vector loops of each instruction set this processor has, against the C library in float64.
#include "core/ops/cpu/lanes.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace bplf::test {
namespace {

using ops::Lanes;
using ops::ScaleKind;

class LanesTest : public testing::TestWithParam<const char*> {
  protected:
    void SetUp() override {
        lanes_ = ops::lanes_named<float>(GetParam());
        if (lanes_ == nullptr) {
            GTEST_SKIP() << "this processor has no " << GetParam();
        }
    }

    /// Runs one coupling over a plane of the given raw values with v = 1, mu = 0.
    std::vector<float> factors(ScaleKind kind, const std::vector<float>& raw, float a, float b) {
        const std::vector<float> ones(raw.size(), 1.0F);
        const std::vector<float> zeros(raw.size(), 0.0F);
        std::vector<float> out(raw.size());
        lanes_->coupling[static_cast<int>(kind)][1]({.v = ones.data(),
                                                     .raw = raw.data(),
                                                     .mu = zeros.data(),
                                                     .out = out.data(),
                                                     .channels = 1,
                                                     .plane = static_cast<int64_t>(raw.size()),
                                                     .constants = {.a = &a, .b = &b, .clamp = 200.0F, .sign = 1.0F}});
        return out;
    }

    /// ∂out/∂raw · 1/out = the derivative of log s, with v = 1.
    std::vector<float> slopes(ScaleKind kind, const std::vector<float>& raw) {
        const std::vector<float> ones(raw.size(), 1.0F);
        const std::vector<float> zeros(raw.size(), 0.0F);
        std::vector<float> grad_v(raw.size()), grad_raw(raw.size()), grad_mu(raw.size());
        std::vector<double> sums(2);
        const float one = 1.0F;
        const float zero = 0.0F;
        lanes_->coupling_grad[static_cast<int>(kind)][1](
            {.v = zeros.data(),
             .raw = raw.data(),
             .mu = zeros.data(),
             .grad_out = ones.data(),
             .grad_log_det = 1.0F,
             .grad_v = grad_v.data(),
             .grad_raw = grad_raw.data(),
             .grad_mu = grad_mu.data(),
             .sums = sums.data(),
             .accumulate = false,
             .channels = 1,
             .plane = static_cast<int64_t>(raw.size()),
             .constants = {.a = &one, .b = &zero, .clamp = 200.0F, .sign = 1.0F}});
        return grad_raw;
    }

    const Lanes<float>* lanes_ = nullptr;
};

INSTANTIATE_TEST_SUITE_P(InstructionSets, LanesTest, testing::Values("baseline", "avx2", "avx512"),
                         [](const auto& test_case) { return std::string(test_case.param); });

std::vector<float> ramp(float from, float to, int count) {
    std::vector<float> values;
    for (int i = 0; i < count; ++i) {
        values.push_back(from + (to - from) * static_cast<float>(i) / static_cast<float>(count - 1));
    }
    return values;
}

TEST_P(LanesTest, ExpIsGoodToTwoUnitsInTheLastPlace) {
    const std::vector<float> raw = ramp(-87.0F, 88.7F, 1'000'003);
    const std::vector<float> out = factors(ScaleKind::kClamp, raw, 0, 0);
    double worst = 0;
    for (size_t i = 0; i < raw.size(); ++i) {
        const double exact = std::exp(static_cast<double>(raw[i]));
        worst = std::max(worst, std::abs(out[i] - exact) / exact);
    }
    EXPECT_LT(worst, 2.4e-7);
}

TEST_P(LanesTest, ExpReachesInfinityAndZero) {
    const float infinity = std::numeric_limits<float>::infinity();
    const std::vector<float> out =
        factors(ScaleKind::kClamp, {89.0F, 150.0F, infinity, -95.0F, -110.0F, -infinity, 0.0F}, 0, 0);
    EXPECT_EQ(out[0], infinity);
    EXPECT_EQ(out[1], infinity);
    EXPECT_EQ(out[2], infinity);
    EXPECT_NEAR(out[3], std::exp(-95.0), 2e-45);
    EXPECT_EQ(out[4], 0.0F);
    EXPECT_EQ(out[5], 0.0F);
    EXPECT_EQ(out[6], 1.0F);
}

TEST_P(LanesTest, TanhIsGoodToAFewUnitsInTheLastPlace) {
    // 1 − tanh² is the slope; exp(tanh) the factor. Small values matter: a step starts at raw = 0.
    for (const float reach : {1e-6F, 1e-3F, 0.5F, 12.0F}) {
        const std::vector<float> raw = ramp(-reach, reach, 100'001);
        const std::vector<float> out = factors(ScaleKind::kTanh, raw, 1.0F, 0.0F);
        const std::vector<float> slope = slopes(ScaleKind::kTanh, raw);
        double worst = 0;
        double worst_slope = 0;
        for (size_t i = 0; i < raw.size(); ++i) {
            const double exact = std::tanh(static_cast<double>(raw[i]));
            worst = std::max(worst, std::abs(out[i] - std::exp(exact)) / std::exp(exact));
            worst_slope = std::max(worst_slope, std::abs(slope[i] - (1 - exact * exact)));
        }
        EXPECT_LT(worst, 4e-7) << reach;
        EXPECT_LT(worst_slope, 5e-7) << reach;
    }
}

TEST_P(LanesTest, TanhOfTinyValuesKeepsTheirRelativePrecision) {
    // With a = 1e30 the factor's exponent shows tanh(raw) itself.
    for (const float raw : {1e-30F, -3e-30F, 5e-31F}) {
        const std::vector<float> out = factors(ScaleKind::kTanh, {raw}, 1e30F, 0.0F);
        const double expected = std::exp(static_cast<double>(1e30F) * static_cast<double>(raw));
        EXPECT_NEAR(out[0] / expected, 1, 5e-7);
    }
}

TEST_P(LanesTest, SigmoidKeepsItsPrecisionInBothTails) {
    const std::vector<float> raw = ramp(-80.0F, 80.0F, 200'003);
    const std::vector<float> out = factors(ScaleKind::kSigmoid2, raw, 0, 0);
    const std::vector<float> slope = slopes(ScaleKind::kSigmoid2, raw);
    for (size_t i = 0; i < raw.size(); ++i) {
        const double u = static_cast<double>(raw[i] + 2.0F);
        const double exact = 1 / (1 + std::exp(-u));
        // An error of half a unit in log s, up to 80, is one of up to 4e-6 in s.
        ASSERT_NEAR(out[i] / exact, 1, 4e-7 + 1.2e-7 * std::abs(std::log(exact))) << raw[i];
        ASSERT_NEAR(slope[i], 1 / (1 + std::exp(u)), 3e-7) << raw[i];
    }
}

}  // namespace
}  // namespace bplf::test
