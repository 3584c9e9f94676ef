// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stimuli/groups.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "core/base/error.h"

namespace bplf::stimuli {
namespace {

TEST(LatinSquare, ShowsEachEmotionEquallyOftenInAGroupAndNoneTwiceOfAnIdentity) {
    const auto square = latin_square(12, 6, 6, 3, "p");
    for (const auto& group : square) {
        for (int emotion = 0; emotion < 6; ++emotion) EXPECT_EQ(std::ranges::count(group, emotion), 2);
    }
    for (std::size_t identity = 0; identity < 12; ++identity) {
        std::set<int> emotions;
        for (const auto& group : square) emotions.insert(group[identity]);
        EXPECT_EQ(emotions.size(), 6U);
    }
}

TEST(LatinSquare, IsDealtBySeed) {
    EXPECT_EQ(latin_square(12, 6, 2, 3, "p"), latin_square(12, 6, 2, 3, "p"));
    EXPECT_NE(latin_square(12, 6, 2, 3, "p"), latin_square(12, 6, 2, 4, "p"));
}

TEST(LatinSquare, RefusesWhatCannotBeBalanced) {
    EXPECT_THROW(latin_square(12, 6, 7, 1, "p"), Error);
    EXPECT_THROW(latin_square(10, 6, 2, 1, "p"), Error);
}

}  // namespace
}  // namespace bplf::stimuli
