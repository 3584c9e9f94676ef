// SPDX-License-Identifier: GPL-3.0-or-later
// bplf reproduce as processes: every row, killed and interrupted at any moment, and what it
// refuses.
#include <gmock/gmock.h>
#include <signal.h>

#include <chrono>
#include <map>
#include <set>
#include <thread>

#include "tests/app/bplf_process.h"
#include "tests/support/study_data.h"
#include "tests/support/support.h"

namespace bplf::test {
namespace {

using ::testing::HasSubstr;
namespace fs = std::filesystem;

Words study_words(const fs::path& root, const fs::path& out) {
    return {"reproduce", "table3",     "--datasets", "faces", "--budget", "64images", "--data-root", root.string(),
            "--out",     out.string(), "--threads",  "1",     "--device", "cpu",      "--json"};
}

/// Row to everything that was found about it but the seconds.
std::map<std::string, nlohmann::json> trials_by_row(const nlohmann::json& result) {
    std::map<std::string, nlohmann::json> rows;
    for (nlohmann::json trial : result["trials"]) {
        trial.erase("train_seconds");
        rows[trial["row"].get<std::string>()] = trial;
    }
    return rows;
}

/// Waits until the file is there, at most a minute.
bool appears(const fs::path& file) {
    for (int i = 0; i < 6000 && !fs::exists(file); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    return fs::exists(file);
}

/// A study of faces and the result of running it without a break, made once for this program.
class Reproduce : public ::testing::Test {
  protected:
    static void SetUpTestSuite() {
        shared_ = new TempDir;
        write_tiny_faces(*shared_ / "root");
        whole_ = new Outcome(run_bplf(study_words(root(), *shared_ / "whole")));
    }
    static void TearDownTestSuite() {
        delete whole_;
        delete shared_;
    }
    void SetUp() override { ASSERT_EQ(whole_->exit_code, 0) << whole_->err; }

    static fs::path root() { return *shared_ / "root"; }
    static const Outcome& whole() { return *whole_; }
    Words words() const { return study_words(root(), out_); }
    void expect_the_same_trials(const Outcome& outcome) const {
        ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
        EXPECT_EQ(trials_by_row(outcome.json()), trials_by_row(whole().json()));
    }

    TempDir folder_;
    fs::path out_ = folder_ / "out";

  private:
    static inline TempDir* shared_ = nullptr;
    static inline Outcome* whole_ = nullptr;
};

TEST_F(Reproduce, GivesEveryRowOfTheTable) {
    const nlohmann::json json = whole().json();
    EXPECT_EQ(json["schema"], "bplf.reproduce.result.v1");
    EXPECT_EQ(json["budget"], "64images");
    std::set<std::string> rows;
    for (const auto& trial : json["trials"]) {
        rows.insert(trial["row"].get<std::string>());
        EXPECT_FALSE(trial["diverged"].get<bool>()) << trial;
        EXPECT_GT(trial["raw"]["bits_per_dim"].get<double>(), 0) << trial;
        EXPECT_EQ(trial["set"], "faces");
    }
    EXPECT_THAT(rows, ::testing::ElementsAre("bplf", "bplf-313", "bplf-313-as-wide", "bplf-313-svd", "bplf-no-actnorm",
                                             "bplf-svd", "glow", "glow-as-wide", "glow-no-actnorm", "glow-svd"));
    ASSERT_EQ(json["files"].size(), 3U);
    for (const auto& file : json["files"]) EXPECT_TRUE(fs::exists(file.get<std::string>())) << file;
}

TEST_F(Reproduce, KilledAtAnyMomentEndsAtTheSameBits) {
    for (int kills = 0; kills < 6; ++kills) {
        BplfProcess study(words());
        std::this_thread::sleep_for(std::chrono::milliseconds(200 + rng()() % 1500));
        study.send(SIGKILL);
        const Outcome cut = study.wait(60);
        EXPECT_TRUE(cut.exit_code == 128 + SIGKILL || cut.exit_code == 0) << cut.err;
    }
    expect_the_same_trials(run_bplf(words()));
}

// The moments between the steps of one trial, which a random time seldom meets.
TEST_F(Reproduce, KilledWithinATrialEndsAtTheSameBits) {
    const fs::path trial = out_ / "trials" / "faces" / "glow" / "seed1";
    for (const fs::path& reached :
         {out_ / "study.json", trial / "run" / "config.json", trial / "run" / "last", trial / "result.json"}) {
        BplfProcess study(words());
        ASSERT_TRUE(appears(reached)) << reached;
        study.send(SIGKILL);
        study.wait(60);
    }
    expect_the_same_trials(run_bplf(words()));
}

TEST_F(Reproduce, InterruptEndsWith130AndTheSameCommandGoesOn) {
    BplfProcess study(words());
    ASSERT_TRUE(appears(out_ / "trials" / "faces" / "glow" / "seed1" / "run" / "config.json"));
    study.send(SIGINT);
    const Outcome outcome = study.wait(60);
    EXPECT_EQ(outcome.exit_code, 130) << outcome.err;
    EXPECT_FALSE(fs::exists(out_ / "table3.md")) << "no table before every row is there";
    expect_the_same_trials(run_bplf(words()));
}

TEST_F(Reproduce, OtherSettingsInTheFolderAreRefused) {
    fs::create_directories(out_);
    write_bytes(out_ / "study.json", R"({"schema": "bplf.study.v1", "budget": "2h"})");
    const Outcome outcome = run_bplf(words());
    EXPECT_EQ(outcome.exit_code, 2) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr("other settings"));
    EXPECT_EQ(entries(out_), std::vector<std::string>{"study.json"});
}

TEST_F(Reproduce, WrongWordsAreUsageErrors) {
    const auto expect_refused = [&](std::size_t at, const std::string& word, const std::string& says) {
        Words wrong = words();
        wrong.at(at) = word;
        const Outcome outcome = run_bplf(wrong);
        EXPECT_EQ(outcome.exit_code, 2) << word << '\n' << outcome.err;
        EXPECT_THAT(outcome.err, HasSubstr(says)) << word;
        EXPECT_FALSE(fs::exists(out_)) << word;
    };
    expect_refused(1, "table9", "table9");
    expect_refused(3, "imagenet", "imagenet");
    expect_refused(5, "soon", "soon");
    expect_refused(5, "31images", "31images");
}

TEST_F(Reproduce, ARootWithoutTheSetsNamesThemAll) {
    const fs::path empty = folder_ / "empty";
    fs::create_directories(empty);
    const Outcome outcome = run_bplf({"reproduce", "table5", "--budget", "64images", "--data-root", empty.string(),
                                      "--out", out_.string(), "--device", "cpu"});
    EXPECT_EQ(outcome.exit_code, 3) << outcome.err;
    for (const char* part : {"mnist", "cifar10", "faces", "fer2013", "cifar-10-binary.tar.gz", "--datasets"})
        EXPECT_THAT(outcome.err, HasSubstr(part));
    EXPECT_FALSE(fs::exists(out_));
}

}  // namespace
}  // namespace bplf::test
