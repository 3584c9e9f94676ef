// SPDX-License-Identifier: GPL-3.0-or-later
// A plan and a model together: which pictures, under which looks, and what a plan cannot ask.
#include "core/stimuli/design.h"

#include <gmock/gmock.h>

#include "core/base/error.h"
#include "core/engine/engine.h"
#include "tests/core/stimuli/set_tools.h"

namespace bplf::stimuli {
namespace {

using test::SetTools;
using test::small_plan;
using ::testing::HasSubstr;

ModelInfo drawn_info() {
    return bplf::test::make_drawn_engine()->load_model("default").value_or_throw();
}

std::vector<Identity> persons(const std::vector<std::string>& names) {
    std::vector<Identity> result;
    for (const std::string& name : names) {
        Identity identity;
        identity.name = name;
        identity.neutral = {{{"neutral", 1}}, {1, 1, 1}, 1};
        result.push_back(identity);
    }
    return result;
}

Design design_of_plan(const std::string& more, const std::vector<std::string>& names = {"a", "b"}) {
    const ModelInfo info = drawn_info();
    return design_of(completed(small_plan(more), info, "p"), info, persons(names), "p");
}

TEST(Design, ShowsTheNeutralFaceOnceAndEachExpressionAtEachLevel) {
    const Design design = design_of_plan(R"({"expressions": "all", "levels": [0, 25, 50, 75, 100]})");
    EXPECT_EQ(design.pictures.size(), 2U * (6 * 4 + 1));
    EXPECT_EQ(design.pictures[0].file, "neutral_a_000.png");
    EXPECT_EQ(design.pictures[1].file, "anger_a_025.png");
}

TEST(Design, HasBothOrientationsWhereAsked) {
    const Design design = design_of_plan(
        R"({"orientations": ["as is", "mirrored"], "name": "{emotion}{identity}{level}{orientation}.png"})");
    EXPECT_EQ(design.pictures.size(), 2 * design.faces.size());
    EXPECT_EQ(design.pictures[1].file, "neutrala0mirrored.png");
}

/// What the model sees at a level is the straight line between what it sees at 0 and 100 %.
void expect_line(const Look& neutral, double full, double level) {
    const std::vector<std::string> labels{"happy", "neutral", "sad"};
    const LabelMix emotion{{"happy", 1}};
    const auto at = condition_of(look_between(neutral, emotion, full, level, labels), labels);
    const auto from = condition_of(neutral, labels), to = condition_of({emotion, {}, full}, labels);
    for (std::size_t i = 0; i < labels.size(); ++i)
        EXPECT_NEAR(at[i], (1 - level / 100) * from[i] + level / 100 * to[i], 1e-12) << level;
}

TEST(LookBetween, IsAStraightLineInTheCondition) {
    for (const double level : {0.0, 12.5, 50.0, 99.0, 100.0}) {
        expect_line({{{"neutral", 1}}, {}, 1.4}, 1.4, level);
        expect_line({{{"sad", 0.5}, {"neutral", 0.5}}, {}, 1}, 2.5, level);
        expect_line({{}, {}, 1}, 1.5, level);
        expect_line({{{"neutral", 1}}, {}, 0}, 0, level);
    }
}

struct Impossible {
    const char* fields;
    const char* said;
};

class ImpossiblePlans : public ::testing::TestWithParam<Impossible> {};

TEST_P(ImpossiblePlans, AreRefusedWithWhatIsWrong) {
    try {
        design_of_plan(GetParam().fields);
        FAIL() << "accepted: " << GetParam().fields;
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::kInput);
        EXPECT_THAT(error.problem() + error.hint(), HasSubstr(GetParam().said));
        EXPECT_EQ(error.where(), "p");
    }
}

INSTANTIATE_TEST_SUITE_P(
    Plans, ImpossiblePlans,
    ::testing::Values(
        Impossible{R"({"model_sha256": "1234"})", "another model"}, Impossible{R"({"expressions": ["glee"]})", "glee"},
        Impossible{R"({"expressions": ["happy", "happy"]})", "twice"},
        Impossible{R"({"expressions": ["neutral"]})", "0 %"},
        Impossible{R"({"expressions": [{"name": "a/b", "mix": "happy"}]})", "name of a file"},
        Impossible{R"({"neutral": "calm"})", "calm"}, Impossible{R"({"temperature": [0.5, 0.5]})", "temperature"},
        Impossible{R"({"mask": {"shape": "ellipse", "axes": [60, 40]}})", "larger than the picture"},
        Impossible{R"({"mask": {"shape": "ellipse", "axes": [20, 20], "centre": [5, 20]}})", "over its edge"},
        Impossible{R"({"mask": {"shape": "oval", "edge": 30}})", "soft edge"},
        Impossible{R"({"luminance": {"match": "mean-sd", "mean": 250, "sd": 60}})", "clip most"},
        Impossible{R"({"luminance": {"match": "mean-sd", "mean": 128, "sd": 127}})", "clip most"},
        Impossible{R"({"groups": 3})", "cannot be balanced"},
        Impossible{R"({"groups": {"count": 2, "levels": [75]}})", "75"},
        Impossible{R"({"expressions": "all", "groups": 2})", "equally often"},
        Impossible{R"({"name": "{emotion}_{identity}.png"})", "{level}"},
        Impossible{R"({"name": "{emotion}_{level}.png"})", "{identity}"}));

TEST(Design, RefusesIdentitiesOfOneName) {
    EXPECT_THROW(design_of_plan("{}", {"a", "a"}), Error);
}

}  // namespace
}  // namespace bplf::stimuli
