// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file_ending.h"

#include <gtest/gtest.h>

namespace bplf {
namespace {

TEST(FileEnding, IsTheLastOneInLowerCase) {
    EXPECT_EQ(lower_ending("faces/Face.PNG"), ".png");
    EXPECT_EQ(lower_ending("images.csv.GZ"), ".gz");
    EXPECT_EQ(lower_ending("folder.d/name"), "");
    EXPECT_EQ(lower_ending(".hidden"), "");
    EXPECT_EQ(lower_ending(""), "");
}

}  // namespace
}  // namespace bplf
