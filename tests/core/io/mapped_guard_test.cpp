// SPDX-License-Identifier: GPL-3.0-or-later
// Mapped files that somebody changes while they are read: an error with the file's name, and the process lives.
#include "core/io/mapped_guard.h"

#include <gmock/gmock.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <string>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/io/mapped_file.h"
#include "tests/support/support.h"

namespace bplf {
namespace {

constexpr std::size_t kBytes = 5 * 4096 + 100;

class MappedGuard : public ::testing::Test {
  protected:
    void SetUp() override { write_file(path_, std::string(kBytes, 'x')); }

    std::string refusal(const MappedFile& file) const {
        try {
            require_unwritten(file.bytes().data() + 4096);
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::kInput);
            EXPECT_EQ(error.where(), path_.string());
            return error.problem();
        }
        return {};
    }
    static std::ptrdiff_t count_of(const MappedFile& file, char letter) {
        return std::ranges::count(file.bytes(), static_cast<std::byte>(letter));
    }

    test::TempDir folder_;
    std::filesystem::path path_ = folder_ / "file";
};

TEST_F(MappedGuard, ACutFileReadsAsZerosAndIsRefused) {
    for (const std::size_t left : {std::size_t{0}, std::size_t{4096}, kBytes - 5000}) {
        SetUp();
        const MappedFile file(path_);
        ASSERT_EQ(::truncate(path_.c_str(), static_cast<off_t>(left)), 0);
        const auto gone = static_cast<std::ptrdiff_t>(kBytes - left);
        EXPECT_EQ(count_of(file, '\0'), gone) << left;
        EXPECT_EQ(count_of(file, 'x'), static_cast<std::ptrdiff_t>(left)) << left;
        EXPECT_THAT(refusal(file), ::testing::HasSubstr("overwritten or cut"));
    }
}

TEST_F(MappedGuard, AFileOverwrittenInPlaceIsRefused) {
    const MappedFile file(path_);
    EXPECT_EQ(refusal(file), "");
    ::usleep(20000);  // the clock of files is coarse
    std::fstream(path_, std::ios::in | std::ios::out).seekp(kBytes - 10).put('y');
    EXPECT_THAT(refusal(file), ::testing::HasSubstr("overwritten or cut"));
}

TEST_F(MappedGuard, AFileReplacedByRenameIsTheOldOneStill) {
    const MappedFile file(path_);
    write_file(path_, "new");
    EXPECT_EQ(count_of(file, 'x'), static_cast<std::ptrdiff_t>(kBytes));
    EXPECT_EQ(refusal(file), "");
}

TEST_F(MappedGuard, OtherMemoryIsNoneOfItsBusiness) {
    const int here = 0;
    EXPECT_NO_THROW(require_unwritten(&here));
    EXPECT_NO_THROW(require_unwritten(nullptr));
    const std::byte* gone = nullptr;
    {
        const MappedFile file(path_);
        gone = file.bytes().data();
    }
    std::filesystem::remove(path_);
    EXPECT_NO_THROW(require_unwritten(gone));
}

TEST_F(MappedGuard, OtherBusErrorsStillEndTheProcess) {
    EXPECT_EXIT(
        {
            const MappedFile file(path_);
            ::raise(SIGBUS);
            ::_exit(0);
        },
        // A sanitizer that was there before the guard reports it and exits by itself.
        [](int status) { return WIFSIGNALED(status) ? WTERMSIG(status) == SIGBUS : WEXITSTATUS(status) != 0; }, "");
}

}  // namespace
}  // namespace bplf
