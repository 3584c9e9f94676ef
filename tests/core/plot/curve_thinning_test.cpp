// SPDX-License-Identifier: GPL-3.0-or-later
// A view of a curve: few points, no spike lost, against a reduction written the plain way.
#include "core/plot/curve_thinning.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "tests/support/support.h"

namespace bplf {
namespace {

ThinnedCurve noise(std::size_t count) {
    std::normal_distribution<double> normal;
    std::vector<double> x, y;
    for (std::size_t i = 0; i < count; ++i) {
        x.push_back(static_cast<double>(i));
        y.push_back(normal(test::rng()));
    }
    return {x, y};
}

TEST(ThinnedCurve, KeepsTheExtremesOfEveryColumn) {
    const ThinnedCurve curve = noise(54321);
    const AxisScale linear = AxisScale::linear();
    for (const auto& [low, high] : {std::pair{0.0, 54320.0}, {1000.5, 30000.25}, {17.0, 800.0}}) {
        const int columns = 300;
        const auto view = curve.view(linear, linear, low, high, columns);
        EXPECT_LE(view.size(), columns * 4u + 2);
        for (int c = 0; c < columns; ++c) {
            const double left = low + (high - low) * c / columns, right = low + (high - low) * (c + 1) / columns;
            double lowest = INFINITY, highest = -INFINITY, seen_low = INFINITY, seen_high = -INFINITY;
            for (std::size_t i = 0; i < curve.size(); ++i) {
                if (curve.x()[i] < left || curve.x()[i] >= right) continue;
                lowest = std::min(lowest, curve.y()[i]);
                highest = std::max(highest, curve.y()[i]);
            }
            for (const DrawPoint& p : view) {
                if (p.x < left || p.x >= right) continue;
                seen_low = std::min(seen_low, p.y);
                seen_high = std::max(seen_high, p.y);
            }
            ASSERT_EQ(seen_low, lowest) << "column " << c;
            ASSERT_EQ(seen_high, highest) << "column " << c;
        }
        EXPECT_TRUE(std::is_sorted(view.begin(), view.end(), [](auto& a, auto& b) { return a.x < b.x; }));
    }
}

TEST(ThinnedCurve, ShowsEveryPointWhenThereIsRoom) {
    const ThinnedCurve curve({1, 2, 3, 10}, {5, 6, 7, 8});
    const AxisScale linear = AxisScale::linear();
    EXPECT_EQ(curve.view(linear, linear, 0, 11, 200).size(), 4u);
    // One neighbour on each side, so that lines leave the view.
    EXPECT_EQ(curve.view(linear, linear, 1.5, 3.5, 200).size(), 4u);
}

TEST(ThinnedCurve, SortsAndDropsWhatCannotBeDrawn) {
    const ThinnedCurve curve({3, 1, NAN, 2, 4}, {30, 10, 5, NAN, INFINITY});
    EXPECT_EQ(curve.x(), (std::vector<double>{1, 3}));
    EXPECT_EQ(curve.y(), (std::vector<double>{10, 30}));
    EXPECT_EQ(curve.nearest(1.9), 0u);
    EXPECT_EQ(curve.nearest(99), 1u);
    EXPECT_EQ(ThinnedCurve().nearest(1), 0u);
}

TEST(ThinnedCurve, BreaksTheLineAtAHole) {
    const ThinnedCurve curve({1, 2, 3, 4, 5}, {10, 20, NAN, 40, 50});
    const auto view = curve.view(AxisScale::linear(), AxisScale::linear(), 0, 6, 100);
    ASSERT_EQ(view.size(), 5u);
    EXPECT_EQ(view[1].x, 2);
    EXPECT_TRUE(std::isnan(view[2].x));
    EXPECT_EQ(view[3].x, 4);
    const ThinnedCurve other(curve, {1, 2, 3, 4});
    EXPECT_TRUE(std::isnan(other.view(AxisScale::linear(), AxisScale::linear(), 0, 6, 100)[2].x));
}

TEST(ThinnedCurve, SharesItsPointsWithItsCopies) {
    const ThinnedCurve curve({1, 2}, {3, 4});
    const ThinnedCurve copy = curve, other(curve, {5, 6});
    EXPECT_EQ(copy.identity(), curve.identity());
    EXPECT_NE(other.identity(), curve.identity());
    EXPECT_EQ(other.x().data(), curve.x().data());
}

TEST(ThinnedCurve, LeavesOutWhatALogarithmCannotShow) {
    const ThinnedCurve curve({1, 2, 3}, {-1, 0, 10});
    const auto view = curve.view(AxisScale::linear(), AxisScale::log(), 0, 4, 100);
    ASSERT_EQ(view.size(), 1u);
    EXPECT_DOUBLE_EQ(view[0].y, 1);
}

TEST(ThinnedCurve, LooksAtAMillionPointsFastEnoughToPan) {
    const ThinnedCurve curve = noise(1'000'000);
    const AxisScale linear = AxisScale::linear();
    const auto start = std::chrono::steady_clock::now();
    std::size_t points = 0;
    for (int i = 0; i < 100; ++i) points += curve.view(linear, linear, i * 1000.0, 5e5 + i * 1000.0, 1200).size();
    const std::chrono::duration<double, std::milli> each = (std::chrono::steady_clock::now() - start) / 100;
    EXPECT_GT(points, 100u * 1200);
    RecordProperty("milliseconds", std::to_string(each.count()));
    EXPECT_LT(each.count(), 50) << "a loaded machine is given ten times what an idle one needs";
}

TEST(ThinnedCurve, KnowsItsExtentWithinAView) {
    const ThinnedCurve curve = noise(5000);
    const DataRange range = curve.y_range_within(100, 900);
    const auto [low, high] = std::minmax_element(curve.y().begin() + 100, curve.y().begin() + 901);
    EXPECT_EQ(range.lowest, *low);
    EXPECT_EQ(range.highest, *high);
    EXPECT_TRUE(curve.y_range_within(9000, 9999).empty);
}

}  // namespace
}  // namespace bplf
