// SPDX-License-Identifier: GPL-3.0-or-later
// What a study says of its rows, against differences, intervals and orders worked out by hand.
#include <gmock/gmock.h>

#include <cmath>

#include "core/study/findings.h"

namespace bplf::test {
namespace {

using testing::HasSubstr;

TrialResult measured(const std::string& row, std::uint64_t seed, double raw, double truncated) {
    TrialResult result;
    result.row = row, result.set = "faces", result.seed = seed, result.parameters = 1000;
    result.raw.bits_per_dim = raw, result.truncated.bits_per_dim = truncated;
    return result;
}

StudySet faces() {
    StudySet set;
    set.name = "faces", set.title = "FER2013";
    set.real_pixels = 1024;
    return set;
}

StudyTable two_rows() {
    StudyTable table;
    table.rows = {{"a", "A", "bplf", false, "", {{"faces", 2.30}}, "", ""},
                  {"b", "B", "glow", false, "", {}, "", ""},
                  {"a-svd", "A with SVD", "bplf", true, "", {{"faces", 2.25}}, "", ""}};
    table.comparisons = {{"a", "b", "At matched parameters"}};
    return table;
}

std::string all_of(const std::vector<std::string>& sentences) {
    std::string text;
    for (const std::string& sentence : sentences) text += sentence + "\n";
    return text;
}

// Differences −0.1, −0.2, −0.3: mean −0.2, deviation 0.1, standard error 0.1/√3, t(2 degrees, 97.5 %) = 4.303.
TEST(RowDifference, IsPairedBySeedWithAStudentInterval) {
    const std::vector<TrialResult> trials{measured("a", 1, 5.0, 5), measured("a", 2, 5.1, 5), measured("a", 3, 4.9, 5),
                                          measured("b", 3, 5.2, 5), measured("b", 1, 5.1, 5), measured("b", 2, 5.3, 5)};
    const auto difference = row_difference(trials, "a", "b", faces(), false);
    ASSERT_TRUE(difference);
    EXPECT_EQ(difference->seeds, 3);
    EXPECT_NEAR(difference->mean, -0.2, 1e-12);
    EXPECT_NEAR(difference->high, -0.2 + 4.303 * 0.1 / std::sqrt(3.0), 1e-9);
    EXPECT_NEAR(difference->low, -0.2 - 4.303 * 0.1 / std::sqrt(3.0), 1e-9);
    EXPECT_FALSE(difference->beyond_chance());
}

TEST(RowDifference, LeavesOutSeedsInWhichEitherDiverged) {
    std::vector<TrialResult> trials{measured("a", 1, 5, 5), measured("a", 2, 4, 5), measured("b", 1, 6, 5),
                                    measured("b", 2, 9, 5)};
    trials[3].diverged = true;
    const auto difference = row_difference(trials, "a", "b", faces(), false);
    ASSERT_TRUE(difference);
    EXPECT_EQ(difference->seeds, 1);
    EXPECT_DOUBLE_EQ(difference->mean, -1);
    EXPECT_TRUE(std::isnan(difference->low));
    EXPECT_FALSE(difference->beyond_chance());
    trials[2].diverged = true;
    EXPECT_FALSE(row_difference(trials, "a", "b", faces(), false));
}

TEST(Findings, SayWhichRowNeedsFewerBitsAndWhatCannotBeTold) {
    std::vector<TrialResult> trials{measured("a", 1, 5.0, 5), measured("a", 2, 5.1, 5), measured("b", 1, 5.2, 5),
                                    measured("b", 2, 5.302, 5)};
    EXPECT_THAT(all_of(findings(two_rows(), {faces()}, trials)),
                HasSubstr("FER2013. At matched parameters: A (1000 parameters) needs 0.201 bits/dim less than B (1000 "
                          "parameters) (95 % interval -0.214 to -0.188 over 2 seeds)."));
    for (TrialResult& trial : trials) trial.raw.bits_per_dim = 10 - trial.raw.bits_per_dim;
    EXPECT_THAT(all_of(findings(two_rows(), {faces()}, trials)), HasSubstr("needs 0.201 bits/dim more than B"));
    trials[3].raw.bits_per_dim = 5.5;
    EXPECT_THAT(all_of(findings(two_rows(), {faces()}, trials)), HasSubstr("cannot be told apart"));
    trials.pop_back();
    EXPECT_THAT(all_of(findings(two_rows(), {faces()}, trials)), HasSubstr("says nothing about chance"));
}

// Whether the data explain a printed gain of 0.05 follows from the row's own scores, whichever way they lie.
TEST(Findings, SayHowMuchOfThePrintedGainTheDataExplain) {
    const auto text = [&](double raw, double truncated) {
        return all_of(
            findings(two_rows(), {faces()}, {measured("a", 1, raw, truncated), measured("a-svd", 1, 5, 4.9)}));
    };
    EXPECT_THAT(text(5.0, 4.9), HasSubstr("needs 0.100 bits/dim less for truncated images than for raw ones, which "
                                          "alone explains as much (the paper prints a gain of 0.05)"));
    EXPECT_THAT(text(5.0, 4.98), HasSubstr("which alone explains a part of it"));
    EXPECT_THAT(text(5.0, 5.02), HasSubstr("0.020 bits/dim more for truncated images than for raw ones, which explains "
                                           "none of it"));
    EXPECT_THAT(text(5.0, 4.98), HasSubstr("changes what it needs for truncated ones by -0.080"));
}

TEST(Findings, OfNothingMeasuredAreNone) {
    EXPECT_TRUE(findings(two_rows(), {faces()}, {}).empty());
    for (const StudyTable& table : paper_tables()) EXPECT_TRUE(findings(table, {faces()}, {}).empty()) << table.id;
}

// Printed ranks 1, 2, 3 against measured ranks 1, 3, 2: Spearman's 1 − 6·2/(3·8).
TEST(OrderAgreement, IsSpearmansRankCorrelation) {
    StudyTable table;
    for (const auto& [id, printed] : {std::pair{"a", 1.0}, {"b", 2.0}, {"c", 3.0}})
        table.rows.push_back({id, id, "glow", false, "", {{"faces", printed}}, "", ""});
    std::vector<TrialResult> trials{measured("a", 1, 5, 5), measured("b", 1, 7, 5), measured("c", 1, 6, 5)};
    EXPECT_NEAR(order_agreement(table, trials, faces()), 0.5, 1e-12);
    trials.pop_back();
    EXPECT_TRUE(std::isnan(order_agreement(table, trials, faces())));
}

}  // namespace
}  // namespace bplf::test
