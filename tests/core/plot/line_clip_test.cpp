// SPDX-License-Identifier: GPL-3.0-or-later
// Lines cut to a box: slopes stay, far points are gone, pens are lifted.
#include "core/plot/line_clip.h"

#include <gtest/gtest.h>

#include <cmath>

namespace bplf {
namespace {

constexpr PageBox kBox{0, 0, 10, 10};

std::vector<std::vector<DrawPoint>> pieces(const std::vector<DrawPoint>& line) {
    std::vector<std::vector<DrawPoint>> result(1);
    for (const DrawPoint& p : line) {
        if (std::isfinite(p.x))
            result.back().push_back(p);
        else
            result.emplace_back();
    }
    return result;
}

TEST(LineClip, LeavesALineInsideAsItIs) {
    const auto line = clipped_line({{1, 1}, {5, 9}, {9, 2}}, kBox);
    ASSERT_EQ(line.size(), 3u);
    EXPECT_EQ(line[1].x, 5);
    EXPECT_EQ(line[2].y, 2);
}

TEST(LineClip, CutsAtTheEdgeAlongTheSlope) {
    const auto line = clipped_line({{5, 5}, {5e9, 1e10 - 5}}, kBox);  // slope 2
    ASSERT_EQ(line.size(), 2u);
    EXPECT_NEAR(line[1].x, 7.5, 1e-6);
    EXPECT_NEAR(line[1].y, 10, 1e-6);
}

TEST(LineClip, LiftsThePenWhereTheLineIsOutside) {
    const auto line = pieces(clipped_line({{-5, 5}, {5, 5}, {5, 50}, {8, 50}, {8, 5}}, kBox));
    ASSERT_EQ(line.size(), 2u);
    EXPECT_EQ(line[0].front().x, 0);
    EXPECT_EQ(line[0].back().y, 10);
    EXPECT_EQ(line[1].front().y, 10);
    EXPECT_EQ(line[1].back().y, 5);
}

TEST(LineClip, SeesALineThatOnlyCrosses) {
    const auto line = clipped_line({{-10, 5}, {20, 5}}, kBox);
    ASSERT_EQ(line.size(), 2u);
    EXPECT_EQ(line[0].x, 0);
    EXPECT_EQ(line[1].x, 10);
    EXPECT_TRUE(clipped_line({{-10, 5}, {5, 30}}, kBox).empty()) << "passes the corner";
    EXPECT_TRUE(clipped_line({{20, 5}, {30, 5}}, kBox).empty());
}

TEST(LineClip, KeepsTheLiftsItIsGiven) {
    const auto line = pieces(clipped_line({{1, 1}, {2, 2}, {NAN, NAN}, {3, 3}, {4, 4}}, kBox));
    ASSERT_EQ(line.size(), 2u);
    EXPECT_EQ(line[1].front().x, 3);
}

}  // namespace
}  // namespace bplf
