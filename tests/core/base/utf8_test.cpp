// SPDX-License-Identifier: GPL-3.0-or-later
// Text of unknown encoding as UTF-8, and as part of a message.
#include "core/base/utf8.h"

#include <gtest/gtest.h>

namespace bplf {
namespace {

TEST(Utf8, CharactersOfEachLengthAreWritten) {
    std::string text;
    for (const std::uint32_t code : {0x41u, 0xE9u, 0x20ACu, 0x1F600u}) append_utf8(text, code);
    EXPECT_EQ(text, "A\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80");
}

TEST(Utf8, ValidTextStaysAndOtherBytesAreWindows1252) {
    EXPECT_EQ(utf8_of("fröhlich"), "fröhlich");
    EXPECT_EQ(utf8_of("fr\xF6hlich \x80"), "fröhlich €");
    EXPECT_EQ(utf8_of(""), "");
}

TEST(Utf8, OverlongFormsAndSurrogatesAreNoUtf8) {
    EXPECT_EQ(utf8_of("\xC0\xAF"), "À¯");
    EXPECT_EQ(utf8_of("\xED\xA0\x80"), "í\xC2\xA0€");
}

TEST(Printable, SpellsOutControlCharactersAndKeepsLetters) {
    EXPECT_EQ(printable("a\x1b[31mé\n"), "a\\x1b[31mé\\x0a");
    EXPECT_EQ(printable(std::string_view("\0\x7f", 2)), "\\x00\\x7f");
    EXPECT_EQ(printable("\xc2\x9b"
                        "2J \xc2\xa9"),
              "\\x9b2J \xc2\xa9")
        << "U+009B starts a command as ESC [ does";
}

TEST(Printable, IsCutBetweenCharacters) {
    EXPECT_EQ(printable("ééé", 4), "éé…");
    EXPECT_EQ(printable("ééé", 5), "éé…");
    EXPECT_EQ(printable("ééé", 6), "ééé");
}

}  // namespace
}  // namespace bplf
