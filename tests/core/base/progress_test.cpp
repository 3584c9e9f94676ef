// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/progress.h"

#include <gtest/gtest.h>

#include "core/base/error.h"

namespace bplf {
namespace {

TEST(ThrowIfStopped, ThrowsOnlyOnceStopWasAsked) {
    std::stop_source source;
    EXPECT_NO_THROW(throw_if_stopped(source.get_token()));
    EXPECT_NO_THROW(throw_if_stopped({}));
    source.request_stop();
    try {
        throw_if_stopped(source.get_token());
        FAIL() << "nothing was thrown";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::kInterrupted);
    }
}

}  // namespace
}  // namespace bplf
