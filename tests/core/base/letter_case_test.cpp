// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/letter_case.h"

#include <gtest/gtest.h>

#include <clocale>

namespace bplf {
namespace {

TEST(LetterCase, ChangesLettersAndNothingElse) {
    EXPECT_EQ(lower_case("Happy Faces_2.PNG"), "happy faces_2.png");
    EXPECT_EQ(upper_case("s005-Ük9"), "S005-ÜK9");
    EXPECT_EQ(lower_letter('@'), '@');
    EXPECT_EQ(lower_letter('['), '[');
}

TEST(LetterCase, LeavesTextOfOtherScriptsWholeInEveryLocale) {
    std::setlocale(LC_ALL, "de_DE.ISO-8859-1");  // where it is installed, "Ã" is a letter there
    EXPECT_EQ(lower_case("ÜBERRASCHT Ödipus"), "Überrascht Ödipus");
    std::setlocale(LC_ALL, "C");
}

}  // namespace
}  // namespace bplf
