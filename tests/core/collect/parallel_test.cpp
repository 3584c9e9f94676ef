// SPDX-License-Identifier: GPL-3.0-or-later
// Work dealt to threads ends with the first error of any of them.
#include "core/collect/parallel.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>

namespace bplf {
namespace {

TEST(ForEachIndex, ThrowsTheFirstErrorOfAThread) {
    std::atomic<int> calls{0};
    const auto work = [&](std::size_t i, std::size_t) {
        ++calls;
        if (i == 2) throw std::runtime_error("two");
        // Work takes its time: what takes none is all done before an error has left its thread.
        if (i > 2) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    };
    EXPECT_THROW(for_each_index(1000, 3, work), std::runtime_error);
    EXPECT_LT(calls, 1000);
    calls = 0;
    EXPECT_THROW(for_each_index(1000, 1, work), std::runtime_error);
    EXPECT_EQ(calls, 3);
}

}  // namespace
}  // namespace bplf
