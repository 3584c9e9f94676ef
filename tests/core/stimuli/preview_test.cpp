// SPDX-License-Identifier: GPL-3.0-or-later
// What is shown before a set is made is what is made.
#include "core/stimuli/preview.h"

#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/engine/engine.h"
#include "core/image/png.h"
#include "core/stimuli/build_set.h"
#include "tests/core/stimuli/set_tools.h"
#include "tests/support/support.h"

namespace bplf::stimuli {
namespace {

TEST(Preview, ShowsTheVeryPicturesThatTheSetWillHave) {
    const bplf::test::TempDir folder;
    test::SetTools tools;
    const Plan plan = test::small_plan(
        R"({"orientations": ["as is", "mirrored"], "name": "{emotion}_{identity}_{level}_{orientation}.png"})");
    const auto shown = preview_identity(plan_set(plan, "plan", tools.tools(), {}, {}), 1, tools.tools(), {});
    ASSERT_EQ(shown.size(), 10U);  // (two expressions at two levels, and neutral) twice
    build_set(plan, "plan", folder / "set", false, tools.tools(), {}, {});
    for (const PreviewPicture& picture : shown)
        EXPECT_EQ(picture.after.pixels, read_png(folder / "set" / picture.file).pixels) << picture.file;
    EXPECT_NE(shown[0].before.pixels, shown[0].after.pixels);
    EXPECT_NEAR(shown[0].light_after.mean, 128, 1);
}

TEST(Preview, WhatTheSetWouldDecideIsDecidedByTheIdentitysOwnPictures) {
    test::SetTools tools;
    const Plan plan = test::small_plan(R"({"luminance": {"match": "mean-sd"}})");
    const auto shown = preview_identity(plan_set(plan, "plan", tools.tools(), {}, {}), 0, tools.tools(), {});
    double mean = 0;
    for (const PreviewPicture& picture : shown) mean += picture.light_before.mean / static_cast<double>(shown.size());
    for (const PreviewPicture& picture : shown) EXPECT_NEAR(picture.light_after.mean, mean, 1) << picture.file;
}

TEST(Preview, NeutralFacesAreDrawnOfTheFirstIdentities) {
    test::SetTools tools;
    const auto faces =
        draw_neutral_faces(plan_set(test::small_plan(), "plan", tools.tools(), {}, {}), 1, tools.tools(), {});
    ASSERT_EQ(faces.size(), 1U);
    EXPECT_EQ(faces[0].width, 32);
}

PlanPart part_of(const std::string& more) {
    test::SetTools tools;
    PlanPart part = PlanPart::kModel;
    EXPECT_THROW(plan_set(test::small_plan(more), "plan", tools.tools(), {}, {}, &part), Error) << more;
    return part;
}

TEST(Preview, AnErrorSaysWhichPartOfThePlanItIsAbout) {
    EXPECT_EQ(part_of(R"({"model_sha256": "00"})"), PlanPart::kModel);
    EXPECT_EQ(part_of(R"({"identities": [{"photo": "missing.jpg"}]})"), PlanPart::kIdentities);
    EXPECT_EQ(part_of(R"({"expressions": ["bored"]})"), PlanPart::kExpressions);
    EXPECT_EQ(part_of(R"({"temperature": [0.5, 0.5]})"), PlanPart::kPictures);
    EXPECT_EQ(part_of(R"({"luminance": {"match": "mean-sd", "mean": 250, "sd": 100}})"), PlanPart::kLuminance);
    EXPECT_EQ(part_of(R"({"mask": {"shape": "ellipse", "axes": [500, 500]}})"), PlanPart::kMask);
    EXPECT_EQ(part_of(R"({"groups": 7})"), PlanPart::kGroups);
    EXPECT_EQ(part_of(R"({"name": "{emotion}.png"})"), PlanPart::kNames);
}

}  // namespace
}  // namespace bplf::stimuli
