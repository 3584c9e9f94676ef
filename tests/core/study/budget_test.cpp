// SPDX-License-Identifier: GPL-3.0-or-later
// Budgets as people write them.
#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/study/budget.h"

namespace bplf::test {
namespace {

TEST(Budget, ReadsTimes) {
    EXPECT_EQ(parse_budget("90s"), (Budget{.seconds = 90}));
    EXPECT_EQ(parse_budget("20min"), (Budget{.seconds = 1200}));
    EXPECT_EQ(parse_budget("20m"), (Budget{.seconds = 1200}));
    EXPECT_EQ(parse_budget("1.5h"), (Budget{.seconds = 5400}));
}

TEST(Budget, ReadsImages) {
    EXPECT_EQ(parse_budget("20000images"), (Budget{.images = 20000}));
    EXPECT_EQ(parse_budget("20kimages"), (Budget{.images = 20000}));
    EXPECT_EQ(parse_budget("0.5kimages"), (Budget{.images = 500}));
}

TEST(Budget, TakesItsBoundsAndNothingBelow) {
    EXPECT_EQ(parse_budget("10s").seconds, 10);
    EXPECT_EQ(parse_budget("32images").images, 32);
    EXPECT_THROW(parse_budget("9.99s"), Error);
    EXPECT_THROW(parse_budget("31images"), Error);
    EXPECT_THROW(parse_budget("0h"), Error);
}

TEST(Budget, RefusesOtherTextAndQuotesIt) {
    for (const char* text : {"", "20", "min", "20 min", "20days", "20mins", "-5min", "-64images", "nanh", "infh",
                             "1e10s", "20min!", "twenty", "20imageskk", "+20min"}) {
        try {
            parse_budget(text);
            ADD_FAILURE() << '"' << text << "\" was taken";
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::kUsage) << text;
            EXPECT_EQ(error.where(), "--budget") << text;
            EXPECT_NE(error.problem().find(text), std::string::npos) << text;
            EXPECT_NE(error.hint().find("20min"), std::string::npos) << text;
        }
    }
}

TEST(Budget, IsWrittenShortAndReadBackEqual) {
    EXPECT_EQ(to_string(Budget{.seconds = 5400}), "90min");
    EXPECT_EQ(to_string(Budget{.seconds = 7200}), "2h");
    EXPECT_EQ(to_string(Budget{.seconds = 90}), "90s");
    EXPECT_EQ(to_string(Budget{.images = 20000}), "20000images");
    for (const char* text : {"90s", "12.5s", "1.1h", "33min", "1e9s", "1e9h", "64images", "3.217kimages"})
        EXPECT_EQ(parse_budget(to_string(parse_budget(text))), parse_budget(text)) << text;
}

}  // namespace
}  // namespace bplf::test
