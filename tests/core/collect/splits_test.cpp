// SPDX-License-Identifier: GPL-3.0-or-later
// How images of collections without splits are dealt.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "core/collect/builder.h"
#include "core/collect/candidate.h"
#include "core/collect/split_shares.h"
#include "tests/core/dataset/fixtures.h"

namespace bplf {
namespace {

using testing::ElementsAre;

/// `subjects` people with one picture of each of seven labels.
std::vector<Candidate> people(std::int32_t subjects) {
    std::vector<Candidate> candidates;
    for (std::int32_t subject = 0; subject < subjects; ++subject) {
        for (std::int64_t label = 0; label < 7; ++label) {
            Candidate candidate;
            candidate.label = label;
            candidate.group_number = subject;
            candidates.push_back(std::move(candidate));
        }
    }
    return candidates;
}

/// How many groups each split has; fails when one group is in two.
std::array<std::size_t, kSplitCount> groups_by_split(const std::vector<Candidate>& candidates) {
    std::array<std::set<std::int32_t>, kSplitCount> groups;
    std::map<std::int32_t, Split> split_of;
    for (const Candidate& candidate : candidates) {
        groups[static_cast<std::size_t>(candidate.split.value())].insert(candidate.group_number);
        EXPECT_EQ(split_of.emplace(candidate.group_number, *candidate.split).first->second, *candidate.split);
    }
    return {groups[0].size(), groups[1].size(), groups[2].size()};
}

TEST(SplitShares, AreWrittenAsPercentages) {
    EXPECT_THAT(parse_split_shares("80/10/10"), ElementsAre(0.8, 0.1, 0.1));
    EXPECT_THAT(parse_split_shares("100/0/0"), ElementsAre(1, 0, 0));
    EXPECT_THAT(parse_split_shares("97.5/2.5/0"), ElementsAre(0.975, 0.025, 0));
    for (const char* text : {"", "80", "80/20", "80/10/10/", "80/10/5", "80/10/10/0", "0/50/50", "a/b/c", "110/-5/-5",
                             "80-10-10", "80/10/10%", "nan/50/50", "inf/0/0", " 80/10/10"}) {
        SCOPED_TRACE(text);
        test::error_of([&] { parse_split_shares(text); }, 2);
    }
}

TEST(DealSplits, TenSubjectsGoEightOneOne) {
    auto candidates = people(10);
    deal_splits(candidates, {0.8, 0.1, 0.1}, 1);
    EXPECT_THAT(groups_by_split(candidates), ElementsAre(8, 1, 1));
}

TEST(DealSplits, SharesAreMetAndNothingIsTheShareOfNone) {
    auto candidates = people(60);
    deal_splits(candidates, {0.5, 0.3, 0.2}, 1);
    EXPECT_THAT(groups_by_split(candidates), ElementsAre(30, 18, 12));
    candidates = people(20);
    deal_splits(candidates, {0.75, 0, 0.25}, 1);
    EXPECT_THAT(groups_by_split(candidates), ElementsAre(15, 0, 5));
    candidates = people(3);
    deal_splits(candidates, {1, 0, 0}, 1);
    EXPECT_THAT(groups_by_split(candidates), ElementsAre(3, 0, 0));
}

TEST(DealSplits, SplitsOfTheSourceStay) {
    auto candidates = people(10);
    for (std::size_t i = 0; i < 7; ++i) candidates[i].split = Split::kTest;
    deal_splits(candidates, {1, 0, 0}, 1);
    EXPECT_EQ(candidates[0].split, Split::kTest);
    EXPECT_FALSE(candidates[0].split_made);
    EXPECT_EQ(candidates[7].split, Split::kTrain);
    EXPECT_TRUE(candidates[7].split_made);
}

TEST(DealSplits, ProfilesDealEightyTenTen) {
    EXPECT_THAT(BuildOptions().split_shares, ElementsAre(0.9, 0.05, 0.05));
    for (const char* profile : {"recommended", "paper"}) {
        BuildOptions options;
        apply_profile(options, profile);
        EXPECT_THAT(options.split_shares, ElementsAre(0.8, 0.1, 0.1));
    }
}

}  // namespace
}  // namespace bplf
