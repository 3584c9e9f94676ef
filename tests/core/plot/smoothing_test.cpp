// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plot/smoothing.h"

#include <cmath>
#include <limits>
#include <random>

#include <gmock/gmock.h>

#include "core/base/error.h"
#include "tests/support/support.h"

namespace bplf {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::vector<double> random_values(std::size_t count) {
    std::normal_distribution<double> normal;
    std::vector<double> values(count);
    for (double& value : values) value = normal(test::rng());
    return values;
}

/// The sum as the formula writes it, in O(n^2).
double by_definition(const std::vector<double>& values, std::size_t t, double w) {
    double sum = 0;
    for (std::size_t i = 0; i <= t; ++i) {
        sum += std::pow(w, static_cast<double>(t - i)) * (1 - w) * values[i];
    }
    return sum / (1 - std::pow(w, static_cast<double>(t + 1)));
}

TEST(Smoothing, FollowsTheDefinition) {
    const auto values = random_values(60);
    for (const double weight : {0.0, 0.3, 0.85, 0.999}) {
        const auto smooth = debiased_ema(values, weight);
        ASSERT_EQ(smooth.size(), values.size());
        for (std::size_t t = 0; t < values.size(); ++t) {
            EXPECT_NEAR(smooth[t], by_definition(values, t, weight), 1e-10) << weight << " " << t;
        }
    }
}

TEST(Smoothing, SkipsWhatIsNotFinite) {
    const std::vector<double> values{1, kNan, 3, kInfinity, -kInfinity, 5};
    const auto smooth = debiased_ema(values);
    const auto clean = debiased_ema(std::vector<double>{1, 3, 5});
    EXPECT_DOUBLE_EQ(smooth[0], clean[0]);
    EXPECT_TRUE(std::isnan(smooth[1]));
    EXPECT_DOUBLE_EQ(smooth[2], clean[1]);
    EXPECT_TRUE(std::isnan(smooth[3]) && std::isnan(smooth[4]));
    EXPECT_DOUBLE_EQ(smooth[5], clean[2]);
}

TEST(Smoothing, LeavesConstantsUnchanged) {
    const std::vector<double> values(1000, 0.1);
    EXPECT_EQ(debiased_ema(values, 0.999), values);
    EXPECT_EQ(debiased_ema(values, 0.7), values);
}

TEST(Smoothing, NeverChangesThePast) {
    auto values = random_values(50);
    const auto before = debiased_ema(values);
    values.push_back(1000);
    auto after = debiased_ema(values);
    after.pop_back();
    EXPECT_EQ(before, after);
    std::vector<double> constant(5, 0.1);
    const auto flat = debiased_ema(constant);
    constant.push_back(2);
    EXPECT_EQ(debiased_ema(constant)[4], flat[4]);
}

TEST(Smoothing, ByDistanceEqualsThePlainOneOnEqualGaps) {
    const auto values = random_values(40);
    std::vector<double> x(40);
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = 100 + 25 * static_cast<double>(i);
    const auto plain = debiased_ema(values);
    const auto distance = debiased_ema_by_distance(x, values);
    for (std::size_t i = 0; i < x.size(); ++i) EXPECT_NEAR(plain[i], distance[i], 1e-12);
}

TEST(Smoothing, ByDistanceForgetsAcrossGapsAndIgnoresDensity) {
    // Value 0 up to x = 100, then value 1 logged ten times as often: the place of the rise decides,
    // not the number of points.
    std::vector<double> x, values, dense_x, dense_values;
    for (int i = 0; i <= 100; i += 10) x.push_back(i), values.push_back(0);
    dense_x = x, dense_values = values;
    for (int i = 110; i <= 200; i += 10) x.push_back(i), values.push_back(1);
    for (int i = 101; i <= 200; i += 1) dense_x.push_back(i), dense_values.push_back(1);
    const double sparse = debiased_ema_by_distance(x, values, 0.85, 10).back();
    const double dense = debiased_ema_by_distance(dense_x, dense_values, 0.85, 10).back();
    EXPECT_NEAR(sparse, dense, 1e-12);
}

TEST(Smoothing, RefusesWeightsOutOfRange) {
    EXPECT_THROW(debiased_ema(std::vector<double>{1}, 1), Error);
    EXPECT_THROW(debiased_ema(std::vector<double>{1}, -0.1), Error);
    EXPECT_THROW(debiased_ema(std::vector<double>{1}, kNan), Error);
}

TEST(Smoothing, AcceptsNothing) {
    EXPECT_TRUE(debiased_ema({}).empty());
    EXPECT_TRUE(debiased_ema_by_distance({}, {}).empty());
}

}  // namespace
}  // namespace bplf
