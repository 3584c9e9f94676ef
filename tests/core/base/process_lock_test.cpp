// SPDX-License-Identifier: GPL-3.0-or-later
// One holder at a time, known to others, and free when it ends, however it ends.
#include "core/base/process_lock.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "core/base/error.h"
#include "tests/support/support.h"

namespace bplf {
namespace {

TEST(ProcessLock, HasOneHolderWhomOthersCanAskFor) {
    const test::TempDir folder;
    const auto file = folder / ".lock";
    EXPECT_EQ(holder_of(file), std::nullopt);
    {
        const ProcessLock first(file);
        EXPECT_TRUE(first.is_mine());
        EXPECT_EQ(holder_of(file), ::getpid());
        EXPECT_FALSE(ProcessLock(file).is_mine());
        EXPECT_EQ(holder_of(file), ::getpid()) << "asking and failing leave it held";
    }
    EXPECT_EQ(holder_of(file), std::nullopt);
    EXPECT_TRUE(ProcessLock(file).is_mine());
}

TEST(ProcessLock, IsFreeWhenItsHolderIsKilled) {
    const test::TempDir folder;
    const auto file = folder / ".lock";
    int ready[2];
    ASSERT_EQ(::pipe(ready), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        const ProcessLock held(file);
        [[maybe_unused]] const ssize_t told = ::write(ready[1], "x", 1);
        for (;;) ::pause();
    }
    char word = 0;
    ASSERT_EQ(::read(ready[0], &word, 1), 1);
    EXPECT_EQ(holder_of(file), child);
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    ::close(ready[0]);
    ::close(ready[1]);
    EXPECT_EQ(holder_of(file), std::nullopt);
}

TEST(ProcessLock, WhereNothingCanBeWrittenSaysSo) {
    const test::TempDir folder;
    try {
        const ProcessLock lock(folder / "missing" / ".lock");
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::kResource);
    }
}

}  // namespace
}  // namespace bplf
