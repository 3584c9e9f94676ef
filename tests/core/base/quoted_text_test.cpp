// SPDX-License-Identifier: GPL-3.0-or-later
// Words of a shell and cells of a table.
#include "core/base/quoted_text.h"

#include <gtest/gtest.h>

namespace bplf {
namespace {

TEST(ShellQuote, QuotesWhatIsSpecialAlone) {
    EXPECT_EQ(shell_quote("my model's file"), "'my model'\\''s file'");
    EXPECT_EQ(shell_quote("plain-1.0"), "plain-1.0");
    EXPECT_EQ(shell_quote(""), "''");
}

TEST(CsvCell, QuotesWhatWouldEndIt) {
    EXPECT_EQ(csv_cell("plain text"), "plain text");
    EXPECT_EQ(csv_cell("a,b"), "\"a,b\"");
    EXPECT_EQ(csv_cell("say \"x\""), "\"say \"\"x\"\"\"");
    EXPECT_EQ(csv_cell("two\r\nlines"), "\"two\r\nlines\"");
}

}  // namespace
}  // namespace bplf
