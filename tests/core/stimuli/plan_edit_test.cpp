// SPDX-License-Identifier: GPL-3.0-or-later
// Seeds and levels as they are typed.
#include "core/stimuli/plan_edit.h"

#include <gtest/gtest.h>

#include "core/base/error.h"
#include "tests/core/stimuli/set_tools.h"

namespace bplf::stimuli {
namespace {

Plan with_seeds(const std::string& text) {
    Plan plan = test::small_plan();
    set_seeds(plan, text);
    return plan;
}

TEST(PlanEdit, SeedsAreReadAndWrittenAsRangesInTheirOrder) {
    EXPECT_EQ(seeds_text(with_seeds(" 40,1 - 3 , 7")), "40, 1-3, 7");
    EXPECT_EQ(with_seeds("40, 1-3").identities.size(), 2U);
    EXPECT_TRUE(with_seeds(" ").identities.empty());
}

TEST(PlanEdit, ASlipInTheSeedsLeavesThePlanAsItWas) {
    for (const char* text : {"a", "1-", "3-1", "1,,2", "-1", "1.5", "1-200000", "18446744073709551616", "1-5, 3"}) {
        Plan plan = test::small_plan();
        EXPECT_THROW(set_seeds(plan, text), Error) << text;
        EXPECT_EQ(seeds_text(plan), "1-2") << text;
    }
}

TEST(PlanEdit, SeedsLeaveNamedPersonsAndPhotosWhereTheyAre) {
    Plan plan = test::small_plan(
        R"({"identities": [{"photo": "a.jpg"}, {"seeds": [1, 2]}, {"seed": 9, "name": "anna"}, {"seed": 4}]})");
    set_seeds(plan, "5-6");
    ASSERT_EQ(plan.identities.size(), 3U);
    EXPECT_EQ(plan.identities[0].file, "a.jpg");
    EXPECT_EQ(plan.identities[1].first, 5U);
    EXPECT_EQ(plan.identities[2].name, "anna");
}

TEST(PlanEdit, LevelsAreReadInAnyOrderOrInEqualSteps) {
    EXPECT_EQ(levels_from_text("100, 0,50"), (std::vector<int>{0, 50, 100}));
    EXPECT_EQ(levels_text(levels_from_text("20-40/10")), "20, 30, 40");
    for (const char* text : {"", "0,0", "101", "-5", "0-100/0", "0-100/30", "100-0/5", "0/5", "5/0-100", "ten"})
        EXPECT_THROW(levels_from_text(text), Error) << text;
}

TEST(PlanEdit, OnePersonIsTakenOutOfARangeOfSeeds) {
    Plan plan = with_seeds("1-5");
    remove_identity(plan, 0, 3);
    EXPECT_EQ(seeds_text(plan), "1-2, 4-5");
    remove_identity(plan, 0, 1);
    remove_identity(plan, 1, 5);
    EXPECT_EQ(seeds_text(plan), "2, 4");
    remove_identity(plan, 0, 2);
    EXPECT_EQ(seeds_text(plan), "4");
}

TEST(PlanEdit, MixIsReadWithItsNameOrCalledAfterItsLabels) {
    const std::vector<std::string> labels{"happy", "sad", "surprise"};
    const Expression named = expression_from_text(" bittersweet: happy=1, sad=3 ", labels);
    EXPECT_EQ(named.name, "bittersweet");
    EXPECT_EQ(named.mix, (LabelMix{{"happy", 0.25}, {"sad", 0.75}}));
    EXPECT_EQ(expression_from_text("happy=0.5,surprise=0.5", labels).name, "happy-surprise");
    const Expression again = expression_from_text(expression_text(named), labels);
    EXPECT_EQ(again.name, named.name);
    EXPECT_EQ(again.mix, named.mix);
    for (const char* bad : {"", "bittersweet:", "bittersweet: joy=1", "x: happy=-1"})
        EXPECT_THROW(expression_from_text(bad, labels), Error) << bad;
}

}  // namespace
}  // namespace bplf::stimuli
