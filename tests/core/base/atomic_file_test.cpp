// SPDX-License-Identifier: GPL-3.0-or-later
// Files that appear complete or not at all, and files that are read within a limit.
#include "core/base/atomic_file.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
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

TEST(AtomicFile, WritesNamesAsLongAsAFileSystemAllows) {
    const test::TempDir folder;
    const std::string name = std::string(251, 'n') + ".png";
    write_file(folder / name, "x");
    EXPECT_THAT(names_in(folder.path()), testing::ElementsAre(name));
}

TEST(AtomicFile, TakesAwayWhatAKilledWriterLeftAndNothingElse) {
    const test::TempDir folder;
    const auto file = [&](const char* name) { std::ofstream(folder / name) << "x"; };
    file(".film.gif.4242-0.part.gif");
    file(".latest.part");
    file(".notes-2.part.txt");
    file("film.4242-0.part.gif");
    write_file(folder / "out.txt", "x");
    EXPECT_THAT(names_in(folder.path()),
                testing::UnorderedElementsAre("out.txt", ".latest.part", ".notes-2.part.txt", "film.4242-0.part.gif"));
}

TEST(AtomicFile, LeavesTheFileOfAWriterAtWorkAlone) {
    const test::TempDir folder;
    const auto busy = folder / ".film.gif.4242-0.part.gif";
    std::ofstream(busy) << "x";
    const int descriptor = ::open(busy.c_str(), O_WRONLY);
    ASSERT_EQ(::flock(descriptor, LOCK_EX), 0);
    write_file(folder / "out.txt", "x");
    EXPECT_TRUE(std::filesystem::exists(busy));
    ::close(descriptor);
}

TEST(AtomicFile, IsNotLedAstrayByALinkOfItsTemporaryName) {
    const test::TempDir folder;
    write_file(folder / "precious", "old");
    std::string next = AtomicFile(folder / "out.txt").temporary_path().filename();
    const std::size_t at = next.rfind('-') + 1, end = next.find(".part");
    next.replace(at, end - at, std::to_string(std::stoi(next.substr(at, end - at)) + 1));
    std::filesystem::create_symlink("precious", folder / next);
    write_file(folder / "out.txt", "new");
    EXPECT_EQ(read_file(folder / "precious"), "old");
    EXPECT_EQ(read_file(folder / "out.txt"), "new");
    EXPECT_FALSE(std::filesystem::is_symlink(folder / "out.txt"));
}

TEST(AtomicFile, WritesThroughALinkAndNeverReplacesADevice) {
    const test::TempDir folder;
    std::filesystem::create_directory(folder / "elsewhere");
    std::filesystem::create_symlink("elsewhere/real.txt", folder / "link.txt");
    write_file(folder / "link.txt", "x");
    EXPECT_TRUE(std::filesystem::is_symlink(folder / "link.txt"));
    EXPECT_EQ(read_file(folder / "elsewhere" / "real.txt"), "x");
    ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
    EXPECT_EQ(kind_of([&] { write_file(folder / "pipe", "x"); }), ErrorKind::kUsage);
    EXPECT_TRUE(std::filesystem::is_fifo(folder / "pipe"));
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
