// SPDX-License-Identifier: GPL-3.0-or-later
// Faces chosen by rules: what each rule keeps, in which order, and what is said of the rest.
#include <gmock/gmock.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/engine/engine.h"
#include "core/stimuli/identities.h"
#include "tests/core/stimuli/set_tools.h"

namespace bplf::stimuli {
namespace {

using test::SetTools;
using test::small_plan;
using ::testing::HasSubstr;

FoundIdentities choose(const std::string& rule) {
    SetTools set;
    const ModelInfo info = set.engine->load_model("default").value_or_throw();
    const Plan plan = completed(small_plan(R"({"identities": [{"choose": )" + rule + "}]}"), info, "p");
    return find_identities(plan, info, "p", set.tools(), {}, {});
}

std::vector<std::string> verdicts(const FoundIdentities& found) {
    std::vector<std::string> result;
    for (const Candidate& candidate : found.candidates) result.push_back(candidate.verdict);
    return result;
}

TEST(Choose, TakesTheFirstSeedsWhereThereAreNoRules) {
    const FoundIdentities found = choose(R"({"count": 2, "seeds": [8, 11]})");
    ASSERT_EQ(found.identities.size(), 2U);
    EXPECT_EQ(found.identities[0].name, "s08");
    EXPECT_THAT(verdicts(found), ::testing::ElementsAre("chosen", "chosen", "not needed", "not needed"));
}

TEST(Choose, KeepsFacesBetweenThePercentilesOfBitsPerDimension) {
    const FoundIdentities found = choose(R"({"count": 20, "seeds": [1, 40], "typicality": [25, 75]})");
    std::vector<double> bits;
    for (const Candidate& candidate : found.candidates) bits.push_back(candidate.bits_per_dim);
    std::ranges::sort(bits);
    int chosen = 0;
    for (const Candidate& candidate : found.candidates) {
        if (candidate.verdict == "not needed") continue;
        const bool is_usual = candidate.bits_per_dim >= bits[10] && candidate.bits_per_dim <= bits[29];
        EXPECT_EQ(candidate.verdict, is_usual ? "chosen" : "typicality");
        chosen += is_usual ? 1 : 0;
    }
    EXPECT_EQ(chosen, 20);
}

TEST(Choose, KeepsADistanceToThoseChosenBefore) {
    const FoundIdentities all = choose(R"({"count": 2, "seeds": [1, 2], "distinct": 0})");
    const double distance = all.candidates[1].distance.value();
    ASSERT_GT(distance, 0);
    EXPECT_EQ(
        verdicts(choose(R"({"count": 2, "seeds": [1, 40], "distinct": )" + std::to_string(distance + 1e-4) + "}"))[1],
        "distinct");
}

TEST(Choose, SaysHowManyEachRuleDroppedWhereTooFewAreLeft) {
    try {
        choose(R"({"count": 3, "seeds": [1, 6], "recognised": 0.99})");
        FAIL();
    } catch (const Error& error) {
        EXPECT_THAT(error.problem(), HasSubstr("6 by \"recognised\""));
        EXPECT_EQ(error.kind(), ErrorKind::kInput);
    }
}

TEST(IdentityDistance, IsNothingButForLightAndTwoForTheOpposite) {
    Image face(32, 32, 1), brighter(32, 32, 1), opposite(32, 32, 1);
    for (std::size_t i = 0; i < face.pixels.size(); ++i) {
        face.pixels[i] = static_cast<std::uint8_t>(i % 90);
        brighter.pixels[i] = static_cast<std::uint8_t>(2 * (i % 90) + 20);
        opposite.pixels[i] = static_cast<std::uint8_t>(200 - i % 90);
    }
    EXPECT_NEAR(identity_distance(face, brighter), 0, 1e-6);
    EXPECT_NEAR(identity_distance(face, opposite), 2, 1e-6);
}

}  // namespace
}  // namespace bplf::stimuli
