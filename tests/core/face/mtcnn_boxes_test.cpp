// SPDX-License-Identifier: GPL-3.0-or-later
// The numbers of the published search, computed by hand or in NumPy.
#include "core/face/mtcnn_boxes.h"

#include <gtest/gtest.h>

namespace bplf {
namespace {

Window window(double x1, double y1, double x2, double y2, double score = 0) {
    Window result;
    result.x1 = x1;
    result.y1 = y1;
    result.x2 = x2;
    result.y2 = y2;
    result.score = score;
    return result;
}

TEST(MtcnnBoxes, PyramidOf640x480) {
    const std::vector<double> expected{0.6,      0.4254,   0.301609, 0.21384,  0.151613,
                                       0.107494, 0.076213, 0.054035, 0.038311, 0.027162};
    const auto scales = pyramid_scales(480, 640, 20);
    ASSERT_EQ(scales.size(), expected.size());
    for (std::size_t i = 0; i < scales.size(); ++i) EXPECT_NEAR(scales[i], expected[i], 1e-6);
}

TEST(MtcnnBoxes, NoScaleForAnImageSmallerThanTheSmallestFace) {
    EXPECT_TRUE(pyramid_scales(19, 19, 20).empty());
}

TEST(MtcnnBoxes, WindowOfACell) {
    const Window cell = cell_window(5, 7, 0.6);
    EXPECT_EQ(cell.x1, 25);
    EXPECT_EQ(cell.y1, 18);
    EXPECT_EQ(cell.x2, 43);
    EXPECT_EQ(cell.y2, 36);
}

TEST(MtcnnBoxes, OverlapsByBothRules) {
    const Window a = window(0, 0, 9, 9);
    const Window b = window(5, 0, 14, 9);
    EXPECT_NEAR(overlap(a, b, Overlap::kUnion), 0.285714, 1e-6);
    EXPECT_NEAR(overlap(a, b, Overlap::kSmaller), 0.5, 1e-12);
    EXPECT_EQ(overlap(a, window(20, 20, 30, 30), Overlap::kUnion), 0);
}

TEST(MtcnnBoxes, SuppressionKeepsTheBestOfEachCluster) {
    const auto kept = suppress(
        {window(0, 0, 10, 10, 0.7), window(1, 0, 11, 10, 0.9), window(50, 50, 60, 60, 0.8), window(0, 1, 10, 11, 0.6)},
        0.5, Overlap::kUnion);
    ASSERT_EQ(kept.size(), 2u);
    EXPECT_EQ(kept[0].score, 0.9);
    EXPECT_EQ(kept[1].score, 0.8);
}

TEST(MtcnnBoxes, CalibrationAndSquaring) {
    Window raw = window(10, 20, 20, 50);
    raw.offsets = {0.1, -0.1, 0.2, 0};
    const Window moved = calibrated(raw, 0);
    EXPECT_DOUBLE_EQ(moved.x1, 11);
    EXPECT_DOUBLE_EQ(moved.y1, 17);
    EXPECT_DOUBLE_EQ(moved.x2, 22);
    EXPECT_DOUBLE_EQ(calibrated(raw, 1).x1, 11.1);
    const Window square = squared(moved);
    EXPECT_DOUBLE_EQ(square.x2 - square.x1, 33);
    EXPECT_DOUBLE_EQ((square.x1 + square.x2) / 2, 16.5);
    EXPECT_DOUBLE_EQ(square.y1, 17);
}

}  // namespace
}  // namespace bplf
