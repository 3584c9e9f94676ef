// SPDX-License-Identifier: GPL-3.0-or-later
// Masks and shares of squares that reach over an edge, by hand.
#include "core/face/frame.h"

#include <gmock/gmock.h>

namespace bplf {
namespace {

using testing::Each;
using testing::ElementsAre;

TEST(Frame, AWholeImageIsAllReal) {
    const auto mask = real_pixels({{5, 5}, 10, 0}, 10, 10, 8);
    EXPECT_EQ(mask.size(), 64u);
    EXPECT_THAT(mask, Each(1));
    EXPECT_EQ(padded_share(mask), 0);
}

TEST(Frame, HalfOfASquareOnTheLeftEdgeIsNot) {
    const auto mask = real_pixels({{0, 5}, 8, 0}, 10, 10, 2);
    EXPECT_THAT(mask, ElementsAre(0, 1, 0, 1));
    EXPECT_EQ(padded_share(mask), 0.5);
}

TEST(Frame, ThreeQuartersOfASquareOnTheCornerAreNot) {
    EXPECT_EQ(padded_share(real_pixels({{10, 10}, 8, 0}, 10, 10, 4)), 0.75);
}

TEST(Frame, ATurnedSquareHasATurnedMask) {
    // Clockwise as seen: what is above in the crop lies to the right in the image.
    EXPECT_THAT(real_pixels({{0, 5}, 8, 90}, 10, 10, 2), ElementsAre(1, 1, 0, 0));
}

TEST(Frame, AnEmptyMaskHasNoPaddedShare) {
    EXPECT_EQ(padded_share({}), 0);
}

TEST(Frame, MarginsFollowEachOther) {
    EXPECT_NEAR(both_margins(0.1, -0.1), -0.02, 1e-12);
    EXPECT_EQ(both_margins(0, 0.25), 0.25);
    const Face face{{2, 3, 10, 10}, 1, {}, 1};
    CropSquare twice = crop_square(face, 0.1);
    twice.side *= 1 - 2 * 0.1;
    EXPECT_NEAR(crop_square(face, both_margins(0.1, -0.1)).side, twice.side, 1e-3);
}

}  // namespace
}  // namespace bplf
