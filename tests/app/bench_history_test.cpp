// SPDX-License-Identifier: GPL-3.0-or-later
// A history of benchmarks: what counts as slower, which records may be compared, and files that are none.
#include "app/commands/bench_history.h"

#include <gmock/gmock.h>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "tests/support/support.h"

namespace bplf::cli {
namespace {

using ::testing::HasSubstr;

BenchRecord record(const std::string& date, std::vector<BenchFigure> figures) {
    return {date, "0.1.0", "a processor", 2, 2, "cpu", "sample", "default", std::move(figures)};
}

BenchChange change(const BenchFigure& before, const BenchFigure& now) {
    return compare_with({record("2026-01-01", {before})}, record("2026-01-02", {now}), "h").at(0).change;
}

TEST(BenchHistory, CallsSlowerWhatLiesBeyondBothSpreads) {
    const BenchFigure before{"one", "ms", 10, 9, 11};
    EXPECT_EQ(change(before, {"one", "ms", 12, 11.2, 13}), BenchChange::kSlower);
    EXPECT_EQ(change(before, {"one", "ms", 12, 10.9, 13}), BenchChange::kAlike) << "the spreads meet";
    EXPECT_EQ(change(before, {"one", "ms", 8, 7, 8.9}), BenchChange::kFaster);
}

TEST(BenchHistory, TrustsNoSpreadBelowThreePercent) {
    const BenchFigure before{"one", "bytes", 100, 100, 100};
    EXPECT_EQ(change(before, {"one", "bytes", 105, 105, 105}), BenchChange::kAlike);
    EXPECT_EQ(change(before, {"one", "bytes", 107, 107, 107}), BenchChange::kSlower);
}

TEST(BenchHistory, TakesMoreTimesTheTwinForFaster) {
    const BenchFigure before{"one", "times", 2, 1.9, 2.1};
    EXPECT_EQ(change(before, {"one", "times", 3, 2.9, 3.1}), BenchChange::kFaster);
    EXPECT_EQ(change(before, {"one", "times", 1, 0.9, 1.1}), BenchChange::kSlower);
}

TEST(BenchHistory, ComparesWithTheNewestRecordThatHasTheFigure) {
    const std::vector<BenchRecord> history{record("2026-03-01", {{"other", "ms", 5, 5, 5}}),
                                           record("2026-02-01", {{"one", "ms", 20, 20, 20}}),
                                           record("2026-01-01", {{"one", "ms", 10, 10, 10}})};
    const auto found =
        compare_with(history, record("2026-04-01", {{"one", "ms", 20, 20, 20}, {"third", "ms", 1, 1, 1}}), "h");
    EXPECT_EQ(found.at(0).change, BenchChange::kAlike);
    EXPECT_EQ(found.at(0).before->value, 20);
    EXPECT_EQ(found.at(1).change, BenchChange::kNew);
    EXPECT_FALSE(any_slower(found));
}

TEST(BenchHistory, ComparesNoOtherMachineThreadsOrModel) {
    const BenchRecord now = record("2026-02-01", {{"one", "ms", 10, 10, 10}});
    for (const auto& edit : std::vector<void (*)(BenchRecord&)>{
             [](BenchRecord& r) { r.machine = "another"; }, [](BenchRecord& r) { r.cores = 4; },
             [](BenchRecord& r) { r.threads = 1; }, [](BenchRecord& r) { r.device = "cuda:0"; },
             [](BenchRecord& r) { r.bench = "encode"; }, [](BenchRecord& r) { r.subject = "emotion-128"; }}) {
        BenchRecord other = now;
        edit(other);
        EXPECT_FALSE(are_alike(other, now));
        EXPECT_THROW(compare_with({other}, now, "h"), Error);
    }
}

TEST(BenchHistory, GivesBackWhatWasAppended) {
    const test::TempDir folder;
    const std::filesystem::path file = folder / "history.jsonl";
    append_record(file, record("2026-01-01", {{"one", "ms", 10.25, 10, 11}}));
    append_record(file, record("2026-01-02", {{"one", "ms", 9, 8.5, 9.5}, {"memory", "bytes", 1e9, 1e9, 1e9}}));
    const std::vector<BenchRecord> history = read_history(file);
    ASSERT_EQ(history.size(), 2u);
    EXPECT_EQ(history[0].figures, (std::vector<BenchFigure>{{"one", "ms", 10.25, 10, 11}}));
    EXPECT_EQ(history[1].figures.size(), 2u);
    EXPECT_TRUE(are_alike(history[0], history[1]));
}

TEST(BenchHistory, NamesTheLineThatIsNoRecord) {
    const test::TempDir folder;
    const std::filesystem::path file = folder / "history.jsonl";
    const std::string good = to_json(record("2026-01-01", {{"one", "ms", 2, 1, 3}})).dump();
    std::string turned = good;
    turned.replace(turned.find("\"low\":1"), 7, "\"low\":9");
    for (const std::string& bad : {std::string("no JSON"), std::string("{}"), std::string("[]"),
                                   std::string(R"({"schema":"bplf.bench.record.v2"})"), turned}) {
        write_file(file, good + '\n' + bad + '\n');
        try {
            read_history(file);
            ADD_FAILURE() << bad;
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::kInput);
            EXPECT_THAT(error.where(), HasSubstr("line 2"));
        }
    }
}

TEST(BenchHistory, SaysInWordsWhatChanged) {
    const auto found = compare_with({record("2026-01-01", {{"one", "ms", 10, 9, 11}})},
                                    record("2026-01-02", {{"one", "ms", 14, 13, 15}}), "h");
    EXPECT_TRUE(any_slower(found));
    EXPECT_EQ(comparisons_text(found),
              "slower: one, 14.000 ms (13.000 to 15.000), before 10.000 ms (9.000 to 11.000)\n");
    EXPECT_EQ(comparisons_json(found)[0]["change"], "slower");
}

}  // namespace
}  // namespace bplf::cli
