// SPDX-License-Identifier: GPL-3.0-or-later
// Files that appear complete or not at all, and files that are read within a limit.
#include "core/base/atomic_file.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <functional>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "tests/support/support.h"

namespace bplf {
namespace {

std::vector<std::string> names_in(const std::filesystem::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) names.push_back(entry.path().filename());
    return names;
}

ErrorKind kind_of(const std::function<void()>& work) {
    try {
        work();
    } catch (const Error& error) {
        return error.kind();
    }
    ADD_FAILURE() << "nothing was thrown";
    return ErrorKind::kInternal;
}

TEST(AtomicFile, AppearsUnderItsNameOnlyWhenCommitted) {
    const test::TempDir folder;
    AtomicFile file(folder / "out.txt");
    file.write("ab");
    file.write("c");
    EXPECT_FALSE(std::filesystem::exists(folder / "out.txt"));
    file.commit();
    EXPECT_EQ(read_file(folder / "out.txt"), "abc");
    EXPECT_THAT(names_in(folder.path()), testing::ElementsAre("out.txt"));
}

TEST(AtomicFile, WithoutCommitTheOldFileStaysAndNothingElse) {
    const test::TempDir folder;
    write_file(folder / "out.txt", "old");
    {
        AtomicFile(folder / "out.txt").write("new");
    }
    EXPECT_EQ(read_file(folder / "out.txt"), "old");
    EXPECT_THAT(names_in(folder.path()), testing::ElementsAre("out.txt"));
}

TEST(AtomicFile, TwoOfOneNameDoNotMeet) {
    const test::TempDir folder;
    AtomicFile first(folder / "out.txt"), second(folder / "out.txt");
    first.write("first");
    second.write("second");
    first.commit();
    second.commit();
    EXPECT_EQ(read_file(folder / "out.txt"), "second");
}

TEST(AtomicFile, AFolderThatIsNotThereIsAResourceErrorThatNamesTheFile) {
    const test::TempDir folder;
    try {
        write_file(folder / "gone" / "out.txt", "x");
        FAIL() << "nothing was thrown";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::kResource);
        EXPECT_EQ(error.where(), (folder / "gone" / "out.txt").string());
        EXPECT_FALSE(error.hint().empty());
    }
}

TEST(ReadFile, RefusesWhatIsMissingAFolderOrTooLarge) {
    const test::TempDir folder;
    write_file(folder / "ten", "0123456789");
    EXPECT_EQ(read_file(folder / "ten", 10), "0123456789");
    EXPECT_EQ(kind_of([&] { read_file(folder / "ten", 9); }), ErrorKind::kInput);
    EXPECT_EQ(kind_of([&] { read_file(folder / "gone"); }), ErrorKind::kInput);
    EXPECT_EQ(kind_of([&] { read_file(folder.path()); }), ErrorKind::kInput);
}

TEST(ReadFile, StopsAtTheLimitWhereAFileHasNoSize) {
    EXPECT_EQ(kind_of([] { read_file("/proc/self/status", 10); }), ErrorKind::kInput);
    EXPECT_NE(read_file("/proc/self/status", 100000), "");
}

TEST(ReadFile, RefusesPipesAndDevicesInsteadOfWaiting) {
    const test::TempDir folder;
    ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
    for (const std::filesystem::path& path : {folder / "pipe", std::filesystem::path("/dev/zero"), {"/dev/null"}})
        EXPECT_EQ(kind_of([&] { read_file(path); }), ErrorKind::kInput) << path;
}

TEST(RefuseExisting, LetsANewNameAndAForcedOnePass) {
    const test::TempDir folder;
    write_file(folder / "a", "");
    EXPECT_NO_THROW(refuse_existing(folder / "b", false));
    EXPECT_NO_THROW(refuse_existing(folder / "a", true));
    EXPECT_EQ(kind_of([&] { refuse_existing(folder / "a", false); }), ErrorKind::kUsage);
}

}  // namespace
}  // namespace bplf
