// SPDX-License-Identifier: GPL-3.0-or-later
// Axes: true logarithms, honest symlog, ticks that are round and inside the view.
#include "core/plot/curve_scale.h"

#include <gtest/gtest.h>

#include <cmath>

namespace bplf {
namespace {

DataRange range_of(std::initializer_list<double> values) {
    DataRange range;
    for (const double value : values) range.include(value);
    return range;
}

std::vector<std::string> labels(const std::vector<AxisTick>& ticks) {
    std::vector<std::string> result;
    for (const AxisTick& tick : ticks)
        if (!tick.label.empty()) result.push_back(tick.label);
    return result;
}

TEST(AxisScale, IsATrueLogarithmForPositiveData) {
    const AxisScale scale = AxisScale::choose(true, range_of({0.01, 100}));
    EXPECT_EQ(scale.kind(), ScaleKind::kLog);
    EXPECT_DOUBLE_EQ(scale.forward(1000), 3);
    EXPECT_TRUE(std::isnan(scale.forward(0)));
    EXPECT_TRUE(std::isnan(scale.forward(-1)));
}

TEST(AxisScale, DeclaresALinearBandForNegativeData) {
    const AxisScale scale = AxisScale::choose(true, range_of({-3, 0.001, 50}));
    ASSERT_EQ(scale.kind(), ScaleKind::kSymlog);
    EXPECT_DOUBLE_EQ(scale.band(), 0.1);
    EXPECT_DOUBLE_EQ(scale.forward(0), 0);
    EXPECT_DOUBLE_EQ(scale.forward(-10), -scale.forward(10));
    EXPECT_DOUBLE_EQ(scale.forward(10) - scale.forward(1), 1);
}

TEST(AxisScale, KeepsAllDecadesOfStepsThatStartAtZero) {
    const AxisScale scale = AxisScale::choose(true, range_of({0, 1, 100000}));
    ASSERT_EQ(scale.kind(), ScaleKind::kSymlog);
    EXPECT_DOUBLE_EQ(scale.band(), 1);
}

TEST(AxisScale, StaysLinearWithoutAnythingToTakeALogarithmOf) {
    EXPECT_EQ(AxisScale::choose(true, range_of({0, 0})).kind(), ScaleKind::kLinear);
    EXPECT_EQ(AxisScale::choose(true, DataRange()).kind(), ScaleKind::kLinear);
}

TEST(AxisScale, InverseUndoesForward) {
    for (const AxisScale& scale : {AxisScale::linear(), AxisScale::log(), AxisScale::symlog(0.01)}) {
        for (const double value : {1e-6, 0.005, 0.01, 0.3, 7.0, 1e9})
            EXPECT_NEAR(scale.inverse(scale.forward(value)) / value, 1, 1e-12);
    }
    EXPECT_NEAR(AxisScale::symlog(0.01).inverse(AxisScale::symlog(0.01).forward(-42)), -42, 1e-10);
}

TEST(AxisTicks, AreRoundAndInside) {
    EXPECT_EQ(labels(AxisScale::linear().ticks(11250, 24650, 2)), (std::vector<std::string>{"15k", "20k"}));
    EXPECT_EQ(labels(AxisScale::linear().ticks(4.13, 7.6, 4)), (std::vector<std::string>{"5", "6", "7"}));
    EXPECT_EQ(labels(AxisScale::linear().ticks(0, 20000, 4)),
              (std::vector<std::string>{"0", "5000", "10k", "15k", "20k"}));
    EXPECT_EQ(labels(AxisScale::linear().ticks(-2e-5, 2e-5, 4)),
              (std::vector<std::string>{"-2e-5", "-1e-5", "0", "1e-5", "2e-5"}));
    EXPECT_EQ(labels(AxisScale::log().ticks(0, 4.5, 5)), (std::vector<std::string>{"1", "10", "100", "1000", "10k"}));
    for (const AxisTick& tick : AxisScale::symlog(0.1).ticks(-2, 3.5, 6)) {
        EXPECT_GE(tick.position, -2 - 1e-6);
        EXPECT_LE(tick.position, 3.5 + 1e-6);
    }
}

TEST(AxisTicks, SurviveImpossibleViews) {
    const double inf = INFINITY;
    for (const AxisScale& scale : {AxisScale::linear(), AxisScale::log(), AxisScale::symlog(1),
                                   AxisScale::linear(AxisUnit::kDate), AxisScale::linear(AxisUnit::kSeconds)}) {
        EXPECT_TRUE(scale.ticks(1, 1, 5).empty());
        EXPECT_TRUE(scale.ticks(5, 1, 5).empty());
        EXPECT_TRUE(scale.ticks(NAN, 1, 5).empty());
        EXPECT_TRUE(scale.ticks(-inf, inf, 5).empty());
        EXPECT_LT(scale.ticks(0, 1e300, 5).size(), 4000u);
    }
}

TEST(AxisText, SaysDurationsAsPeopleDo) {
    EXPECT_EQ(format_duration(0), "0");
    EXPECT_EQ(format_duration(30), "30 s");
    EXPECT_EQ(format_duration(90), "1 min 30 s");
    EXPECT_EQ(format_duration(3600), "1 h");
    EXPECT_EQ(format_duration(5400), "1 h 30 min");
    EXPECT_EQ(format_duration(100000), "1 d 4 h");
}

}  // namespace
}  // namespace bplf
