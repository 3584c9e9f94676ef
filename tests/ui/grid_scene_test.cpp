// SPDX-License-Identifier: GPL-3.0-or-later
// Layout, zoom, hit-testing and selection of the viewport's scene, without any window.
#include "ui/viewport/grid_scene.h"

#include <gtest/gtest.h>

#include <cmath>

#include <cmath>
#include <set>

#include "ui/kit/seed_text.h"

namespace bplf::ui {
namespace {

GridScene scene(int count, int columns, double width = 800, double height = 600) {
    GridScene result;
    result.setPictureSize(32, 32);
    result.setViewport(width, height);
    result.setGrid(count, columns);
    result.fit();
    return result;
}

TEST(GridScene, FitsInsideTheViewport) {
    for (const int side : {1, 2, 3, 4, 8, 16})
        for (const bool captions : {true, false}) {
            GridScene s = scene(side * side, side);
            s.setCaptionsVisible(captions);
            const Box first = s.pictureBox(0), last = s.pictureBox(side * side - 1);
            EXPECT_GE(first.x, 8);
            EXPECT_GE(first.y, 8);
            EXPECT_LE(last.x + last.width, 792);
            EXPECT_LE(last.y + last.height + s.captionBox(side * side - 1).height, 592);
            EXPECT_NEAR(first.x, 800 - (last.x + last.width), 2) << "centred";
        }
}

TEST(GridScene, FindsEachCellAtItsMiddleAndNothingInTheGaps) {
    GridScene s = scene(16, 4);
    for (int i = 0; i < 16; ++i) {
        const Box box = s.pictureBox(i);
        EXPECT_EQ(s.cellAt({box.x + box.width / 2, box.y + box.height / 2}), i);
        EXPECT_EQ(s.cellAt({box.x + 0.5, box.y + 0.5}), i);
    }
    const Box a = s.pictureBox(0), b = s.pictureBox(1);
    EXPECT_EQ(s.cellAt({(a.x + a.width + b.x) / 2, a.y + 5}), std::nullopt);
    EXPECT_EQ(s.cellAt({1, 1}), std::nullopt);
}

TEST(GridScene, AnIncompleteLastRowHasNoGhosts) {
    GridScene s = scene(5, 4);
    const Box fifth = s.pictureBox(4);
    EXPECT_EQ(s.cellAt({fifth.x + 1, fifth.y + 1}), 4);
    EXPECT_EQ(s.cellAt({s.pictureBox(1).x + 1, fifth.y + 1}), std::nullopt);
}

TEST(GridScene, ZoomKeepsThePlaceUnderThePointer) {
    GridScene s = scene(16, 4);
    const Box before = s.pictureBox(5);
    const Point pointer{before.x + 10, before.y + 10};
    s.zoomAt(pointer, 2.5);
    EXPECT_FALSE(s.isFit());
    EXPECT_EQ(s.cellAt(pointer), 5);
    for (int i = 0; i < 40; ++i) s.zoomAt(pointer, 1.3);
    EXPECT_LE(s.scale(), 64.0);
    for (int i = 0; i < 80; ++i) s.zoomAt(pointer, 0.7);
    EXPECT_GT(s.scale(), 0.0);
}

TEST(GridScene, StepsThroughWholeEnlargements) {
    GridScene s = scene(16, 4);
    s.setScale(1);
    EXPECT_DOUBLE_EQ(s.scale(), 1);
    s.stepScale(1);
    s.stepScale(1);
    EXPECT_DOUBLE_EQ(s.scale(), 3);
    s.stepScale(-1);
    EXPECT_DOUBLE_EQ(s.scale(), 2);
    s.fit();
    s.stepScale(1);
    EXPECT_DOUBLE_EQ(s.scale(), std::round(s.scale()));
}

TEST(GridScene, CannotBePannedOutOfSight) {
    GridScene s = scene(16, 4);
    s.pan(1e6, 1e6);
    EXPECT_TRUE(s.isVisible(s.pictureBox(0)));
    s.pan(-1e7, -1e7);
    EXPECT_TRUE(s.isVisible(s.pictureBox(15)));
}

TEST(GridScene, KeepsPicturesWhenTheGridGrows) {
    GridScene s = scene(4, 2);
    s.setCell(3, Image(32, 32, 1, 7), "three");
    s.setGrid(16, 4);
    EXPECT_EQ(s.cell(3).caption, "three");
    EXPECT_TRUE(s.cell(4).image.empty());
    s.setCell(99, Image(32, 32, 1), "nowhere");
}

TEST(GridScene, StaleCellsKeepTheirPictureUntilNewOnesLand) {
    GridScene s = scene(4, 2);
    for (int i = 0; i < 4; ++i) s.setCell(i, Image(32, 32, 1, 9), "");
    EXPECT_EQ(s.staleCount(), 0);
    s.markAllStale();
    EXPECT_EQ(s.staleCount(), 4);
    EXPECT_FALSE(s.cell(2).image.empty());
    s.setCell(2, Image(32, 32, 1, 8), "");
    EXPECT_FALSE(s.cell(2).stale);
    EXPECT_EQ(s.staleCount(), 3);
}

TEST(GridScene, MovesTheSelectionInsideTheGrid) {
    GridScene s = scene(10, 4);
    s.moveSelection(1, 0);
    EXPECT_EQ(s.selected(), 0);
    s.moveSelection(-1, 0);
    EXPECT_EQ(s.selected(), 0);
    s.moveSelection(3, 0);
    EXPECT_EQ(s.selected(), 3);
    s.moveSelection(0, 5);
    EXPECT_EQ(s.selected(), 9) << "the last row is short";
    s.setGrid(4, 2);
    EXPECT_EQ(s.selected(), -1);
}

TEST(GridScene, DrawsNearThePointerFirst) {
    const GridScene s = scene(16, 4);
    const std::vector<int> order = s.drawingOrder(10);
    EXPECT_EQ(order.front(), 10);
    EXPECT_EQ(std::set<int>(order.begin(), order.end()).size(), 16U);
    EXPECT_EQ(s.drawingOrder(-1).front(), 0);
}

TEST(GridScene, CaptionsDisappearWhenThereIsNoRoom) {
    GridScene s = scene(256, 16);
    EXPECT_EQ(s.captionBox(0).height, 0);
    s = scene(4, 2);
    EXPECT_GT(s.captionBox(0).height, 0);
}

TEST(SeedText, ReadsDecimalAndHexadecimal) {
    EXPECT_EQ(parseSeed(" 42 "), 42U);
    EXPECT_EQ(parseSeed("0xff"), 255U);
    EXPECT_EQ(parseSeed("18446744073709551615"), 18446744073709551615U);
    for (const char* bad : {"", "-1", "1.5", "0x", "18446744073709551616", "12a", "abc"})
        EXPECT_EQ(parseSeed(bad), std::nullopt) << bad;
    EXPECT_EQ(formatSeed(255, true), "0xff");
    EXPECT_EQ(formatSeed(255, false), "255");
}

}  // namespace
}  // namespace bplf::ui
