// SPDX-License-Identifier: GPL-3.0-or-later
// Which checkpoint a training that left the finite range goes back to.
#include "core/train/soundness.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace bplf {
namespace {

TEST(Soundness, ACheckpointIsGoodOnceASoundStepWasMadeFromIt) {
    Soundness soundness(8);
    soundness.made(0, 9);
    soundness.saved(1);
    EXPECT_EQ(soundness.proven(), -1);
    soundness.made(1, 7);
    EXPECT_EQ(soundness.proven(), 1);
    soundness.saved(2);
    soundness.made(3, 6);  // from later weights
    EXPECT_EQ(soundness.proven(), 1);
}

TEST(Soundness, ALossBeyondOneThatKnowsNothingProvesNothing) {
    Soundness soundness(8);
    soundness.made(0, 5);
    soundness.saved(1);
    soundness.made(1, 8.5);
    EXPECT_EQ(soundness.proven(), -1);
}

TEST(Soundness, ARunThatBeganWorseMayStayAsBad) {
    Soundness soundness(8);
    soundness.made(0, 20);
    soundness.saved(1);
    soundness.made(1, 19);
    EXPECT_EQ(soundness.proven(), 1);
}

TEST(Soundness, FiftySkippedInARowAreTooMany) {
    Soundness soundness(8);
    for (int i = 0; i < 49; ++i) EXPECT_FALSE(soundness.skipped());
    EXPECT_TRUE(soundness.in_doubt());
    soundness.made(49, 5);
    EXPECT_FALSE(soundness.in_doubt());
    for (int i = 0; i < 49; ++i) EXPECT_FALSE(soundness.skipped());
    EXPECT_TRUE(soundness.skipped());
}

}  // namespace
}  // namespace bplf
