// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/number_text.h"

#include <gtest/gtest.h>

#include <limits>

namespace bplf {
namespace {

TEST(NumberText, FixedRoundsToItsDigitsAndNamesWhatIsNoNumber) {
    EXPECT_EQ(fixed(2.5, 3), "2.500");
    EXPECT_EQ(fixed(-0.126, 2), "-0.13");
    EXPECT_EQ(fixed(-0.0041, 2), "0.00");
    EXPECT_EQ(fixed(-0.3, 0), "0");
    EXPECT_EQ(fixed(1e20, 0), "100000000000000000000");
    EXPECT_EQ(fixed(std::numeric_limits<double>::quiet_NaN(), 2), "nan");
    EXPECT_EQ(fixed(-std::numeric_limits<double>::infinity(), 2), "-inf");
}

TEST(NumberText, SharesAndCountsAreWrittenAsInASentence) {
    EXPECT_EQ(percent(0.1234), "12.3 %");
    EXPECT_EQ(plural(1, "face"), "1 face");
    EXPECT_EQ(plural(0, "face"), "0 faces");
}

}  // namespace
}  // namespace bplf
