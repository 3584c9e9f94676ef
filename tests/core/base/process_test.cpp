// SPDX-License-Identifier: GPL-3.0-or-later
// Closed standard streams, and limits on the size of files.
#include "core/base/process.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "tests/support/support.h"

namespace bplf {
namespace {

/// In a process of its own: exit code 0 when `work` is true there.
template <typename Work>
void expect_in_child(Work&& work) {
    EXPECT_EXIT(::_exit(work() ? 0 : 1), testing::ExitedWithCode(0), "");
}

TEST(PrepareProcess, NoFileIsOpenedInThePlaceOfAClosedStream) {
    for (const int closed : {0, 1, 2}) {
        expect_in_child([closed] {
            ::close(closed);
            prepare_process();
            const int file = ::open("/dev/null", O_WRONLY);
            const bool fails = closed == 0 || (::write(closed, "x", 1) == -1 && errno == EBADF);
            return file > 2 && fails;
        });
    }
}

TEST(PrepareProcess, AFileAboveTheLimitIsAnErrorAndLeavesNothing) {
    const test::TempDir folder;
    expect_in_child([&] {
        prepare_process();
        const rlimit limit{4096, 4096};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        try {
            write_file(folder / "large", std::string(10'000, 'x'));
        } catch (const Error& error) {
            return error.kind() == ErrorKind::kResource && std::filesystem::is_empty(folder.path());
        }
        return false;
    });
}

}  // namespace
}  // namespace bplf
