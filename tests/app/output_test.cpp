// SPDX-License-Identifier: GPL-3.0-or-later
// Outputs: never replaced unasked, never half-written, and a full or closed disk is said plainly.
#include <gmock/gmock.h>
#include <sys/mount.h>
#include <unistd.h>

#include "tests/app/bplf_process.h"
#include "tests/support/support.h"

namespace bplf::test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

Words sample_to(const std::filesystem::path& out, const Words& more = {}) {
    Words words{"sample", tiny_model().name(), "--count", "2", "--device", "cpu", "--out", out.string()};
    words.insert(words.end(), more.begin(), more.end());
    return words;
}

TEST(Output, ExistingFileIsKeptUnlessForced) {
    const TempDir folder;
    write_bytes(folder / "x.png", "mine");
    const Outcome refused = run_bplf(sample_to(folder / "x.png"));
    EXPECT_EQ(refused.exit_code, 2);
    EXPECT_THAT(refused.err, HasSubstr("--force"));
    EXPECT_EQ(read_bytes(folder / "x.png"), "mine");
    EXPECT_EQ(run_bplf(sample_to(folder / "x.png", {"--force"})).exit_code, 0);
    EXPECT_THAT(read_bytes(folder / "x.png"), HasSubstr("PNG"));
}

TEST(Output, ExistingPictureInAFolderIsKept) {
    const TempDir folder;
    ASSERT_EQ(run_bplf(sample_to(folder / "faces")).exit_code, 0);
    EXPECT_EQ(entries(folder / "faces").size(), 2U);
    EXPECT_EQ(run_bplf(sample_to(folder / "faces")).exit_code, 2);
    EXPECT_EQ(run_bplf(sample_to(folder / "faces", {"--force"})).exit_code, 0);
}

TEST(Output, OtherFormatsAreRefusedBeforeAnyWork) {
    const TempDir folder;
    for (const std::string name : {"x.jpg", "x.gif", "x.svg"}) {
        const Outcome outcome = run_bplf(sample_to(folder / name));
        EXPECT_EQ(outcome.exit_code, 2);
        EXPECT_THAT(outcome.err, HasSubstr(".png"));
    }
    const Outcome film = run_bplf(
        {"morph", tiny_model().name(), "--key", "seed:1", "--key", "seed:2", "--out", (folder / "x.webm").string()});
    EXPECT_EQ(film.exit_code, 2);
    EXPECT_THAT(film.err, HasSubstr(".gif"));
    EXPECT_THAT(film.err, HasSubstr(".mp4"));
    EXPECT_THAT(entries(folder.path()), IsEmpty());
}

TEST(Output, MissingFolderIsNamed) {
    const TempDir folder;
    const Outcome outcome = run_bplf(sample_to(folder / "no" / "such" / "x.png"));
    EXPECT_EQ(outcome.exit_code, 4) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr("no/such"));
}

TEST(Output, FullStandardOutputIsAnError) {
    const Outcome outcome =
        run_program({"sh", "-c", std::string(BPLF_PROGRAM) + " model info " + tiny_model().name() + " >/dev/full"});
    EXPECT_EQ(outcome.exit_code, 4) << outcome.err;
}

TEST(Output, WhatFilesSayReachesTheTerminalAsText) {
    const TempDir folder;
    const std::string model = (folder / "model.safetensors").string();
    ASSERT_EQ(
        run_bplf({"model", "convert", tiny_model().name(), "--licence", "\x1b[31mred\x07", "--out", model}).exit_code,
        0);
    const Outcome told = run_bplf({"model", "info", model});
    EXPECT_THAT(told.out, HasSubstr(R"(\x1b[31mred\x07)"));
    EXPECT_THAT(told.out, Not(HasSubstr("\x1b")));
    write_bytes(folder / "log.csv", "step,\x1b[2Jloss\n1,2\n");
    EXPECT_THAT(run_bplf({"curves", (folder / "log.csv").string()}).out, Not(HasSubstr("\x1b")));
}

TEST(Output, UnwritableFolder) {
    if (geteuid() == 0) {
        // Root may write anywhere but into a read-only file system.
        const Outcome outcome = run_bplf(sample_to("/proc/x.png"));
        EXPECT_EQ(outcome.exit_code, 4) << outcome.err;
        return;
    }
    const TempDir folder;
    std::filesystem::permissions(folder.path(), std::filesystem::perms::owner_read);
    const Outcome outcome = run_bplf(sample_to(folder / "x.png"));
    std::filesystem::permissions(folder.path(), std::filesystem::perms::owner_all);
    EXPECT_EQ(outcome.exit_code, 4) << outcome.err;
}

/// A file system of 64 kB.
class FullDisk : public ::testing::Test {
  protected:
    void SetUp() override {
        mounted_ = mount("tmpfs", folder_.path().c_str(), "tmpfs", 0, "size=64k") == 0;
        if (!mounted_) GTEST_SKIP() << "a small file system cannot be mounted here (needs root)";
        write_bytes(folder_ / "filling", std::string(60'000, 'x'));
    }
    void TearDown() override {
        if (mounted_) umount(folder_.path().c_str());
    }

    TempDir folder_;
    bool mounted_ = false;
};

TEST_F(FullDisk, SheetLeavesNothing) {
    Words words = sample_to(folder_ / "x.png");
    *std::next(std::find(words.begin(), words.end(), "--count")) = "64";
    const Outcome outcome = run_bplf(words);
    EXPECT_EQ(outcome.exit_code, 4) << outcome.err;
    EXPECT_EQ(entries(folder_.path()), std::vector<std::string>{"filling"});
}

TEST_F(FullDisk, FilmLeavesNothing) {
    for (const std::string name : {"x.gif", "x.mp4"}) {
        const Outcome outcome =
            run_bplf({"morph", tiny_model().name(), "--key", "seed:1", "--key", "seed:2", "--frames", "200", "--scale",
                      "8", "--device", "cpu", "--out", (folder_ / name).string()});
        EXPECT_EQ(outcome.exit_code, 4) << outcome.err;
        EXPECT_EQ(entries(folder_.path()), std::vector<std::string>{"filling"}) << name;
    }
}

TEST_F(FullDisk, CheckpointIsNotHalfWritten) {
    const Outcome outcome =
        run_bplf({"model", "convert", tiny_model().name(), "--out", (folder_ / "x.safetensors").string()});
    EXPECT_EQ(outcome.exit_code, 4) << outcome.err;
    EXPECT_EQ(entries(folder_.path()), std::vector<std::string>{"filling"});
}

}  // namespace
}  // namespace bplf::test
