// SPDX-License-Identifier: GPL-3.0-or-later
// Plans: what can be said comes back, and each way to go wrong is named with its field.
#include "core/stimuli/plan.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "tests/core/stimuli/set_tools.h"

namespace bplf::stimuli {
namespace {

using test::small_plan;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(Plan, OfTheExampleIsAPlanThatComesBackFromItsOwnJson) {
    const Plan plan = plan_from_json(example_plan(), "example");
    EXPECT_EQ(plan.expressions.size(), 3U);
    EXPECT_EQ(to_json(plan_from_json(to_json(plan).dump(), "again")), to_json(plan));
}

TEST(Plan, WithEveryFieldComesBack) {
    const Plan plan =
        small_plan(R"({"identities": [{"seed": 18446744073709551615, "name": "max"}, {"latent": "a.safetensors"},
        {"photo": "b.jpg", "label": "happy=0.5,sad=0.5"}, {"choose": {"count": 2, "seeds": [5, 90], "typicality": [10, 90], "recognised": 0.5, "distinct": 0.7}}],
        "expressions": ["fear", {"name": "mixed", "mix": "happy=0.25,sad=0.75"}], "levels": {"from": 0, "to": 100, "step": 5},
        "temperature": [0.5], "intensity": 1.5, "orientations": ["mirrored"], "filter": "bicubic", "background": 7,
        "mask": {"shape": "ellipse", "axes": [30, 40], "centre": [20, 22], "edge": 2}, "luminance": {"match": "histogram"},
        "name": "{number:04d}.png", "groups": {"count": 2, "levels": [50, 100]}, "clips": {"frames": 12, "fps": 25, "level": 80, "hold": 3, "mp4": false},
        "judge": "", "seed": 9})");
    EXPECT_EQ(plan.levels.size(), 21U);
    EXPECT_EQ(plan.identities[0].first, 18446744073709551615U);
    EXPECT_EQ(to_json(plan_from_json(to_json(plan).dump(), "again")), to_json(plan));
}

TEST(Plan, LevelsMayBeWrittenInAnyOrder) {
    EXPECT_THAT(small_plan(R"({"levels": [100, 0, 30]})").levels, ElementsAre(0, 30, 100));
}

struct BadPlan {
    const char* fields;
    const char* named;
};

class BadPlans : public ::testing::TestWithParam<BadPlan> {};

TEST_P(BadPlans, AreRefusedByTheNameOfTheField) {
    try {
        small_plan(GetParam().fields);
        FAIL() << "accepted: " << GetParam().fields;
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::kInput);
        EXPECT_THAT(error.problem(), HasSubstr(GetParam().named));
        EXPECT_EQ(error.where(), "plan.json");
    }
}

INSTANTIATE_TEST_SUITE_P(
    Fields, BadPlans,
    ::testing::Values(
        BadPlan{R"({"schema": "bplf.sample.v1"})", "schema"}, BadPlan{R"({"levels": [0, 101]})", "levels"},
        BadPlan{R"({"levels": [-5]})", "levels"}, BadPlan{R"({"levels": [50, 50]})", "levels"},
        BadPlan{R"({"levels": [12.5]})", "levels"},
        BadPlan{R"({"levels": {"from": 0, "to": 100, "step": 30}})", "step"},
        BadPlan{R"({"identities": []})", "identities"}, BadPlan{R"({"identities": [{"seed": -1}]})", "seed"},
        BadPlan{R"({"identities": [{"seed": 1, "photo": "a.jpg"}]})", "identities"},
        BadPlan{R"({"identities": [{"seeds": [9, 3]}]})", "seeds"},
        BadPlan{R"({"identities": [{"seeds": [1, 3], "name": "x"}]})", "name"},
        BadPlan{R"({"identities": [{"choose": {"count": 9, "seeds": [1, 3]}}]})", "seeds"},
        BadPlan{R"({"identities": [{"choose": {"count": 2, "seeds": [1, 30], "typicality": [80, 20]}}]})",
                "typicality"},
        BadPlan{R"({"expressions": "most"})", "expressions"},
        BadPlan{R"({"orientations": ["upside down"]})", "orientations"}, BadPlan{R"({"size": 5000})", "size"},
        BadPlan{R"({"filter": "nearest"})", "filter"}, BadPlan{R"({"mask": {"shape": "square"}})", "mask.shape"},
        BadPlan{R"({"mask": {"shape": "ellipse"}})", "mask.axes"},
        BadPlan{R"({"luminance": {"match": "mean-sd", "mean": 300}})", "luminance.mean"},
        BadPlan{R"({"luminance": {"match": "spectrum"}})", "luminance.match"},
        BadPlan{R"({"intensity": 9})", "intensity"}, BadPlan{R"({"clips": {"frames": 1}})", "clips.frames"},
        BadPlan{R"({"sizes": 128})", "sizes"}, BadPlan{R"({"mask": {"shape": "oval", "axes": [3, 4]}})", "mask.axes"}));

TEST(Plan, ThatIsNotJsonNamesTheLine) {
    try {
        plan_from_json("{\n\"schema\": \"bplf.stimuli.v1\"\n\"model\": 3}", "p.json");
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.where(), "p.json, line 3");
    }
}

}  // namespace
}  // namespace bplf::stimuli
