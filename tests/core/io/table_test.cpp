// SPDX-License-Identifier: GPL-3.0-or-later
// Tables as spreadsheets, Windows, old Macs and other programs write them.
#include "core/io/table.h"

#include <fstream>

#include <gmock/gmock.h>

#include "core/io/stray_file.h"
#include "tests/core/io/bytes.h"
#include "tests/support/support.h"

namespace bplf {
namespace {

using test::input_error;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Cells = std::vector<std::string>;

class TableTest : public ::testing::Test {
  protected:
    std::filesystem::path file(const std::string& content) {
        std::ofstream(folder_ / "t.csv", std::ios::binary | std::ios::trunc) << content;
        return folder_ / "t.csv";
    }
    std::vector<Cells> rows(const std::string& content, const TableOptions& options = {}) {
        Table table(file(content), options);
        std::vector<Cells> result;
        lines_.clear();
        for (TableRow row; table.next(row);) {
            result.push_back(row.cells);
            lines_.push_back(row.line);
        }
        return result;
    }
    /// Every ASCII character in two bytes.
    static std::string wide(const std::string& text, bool little) {
        std::string result;
        for (const char c : text) result += little ? std::string{c, '\0'} : std::string{'\0', c};
        return result;
    }

    test::TempDir folder_;
    std::vector<std::int64_t> lines_;
};

const std::vector<Cells> kTwoRows{{"file", "label"}, {"a.png", "happy"}};

TEST_F(TableTest, FindsEachDelimiter) {
    for (const char delimiter : {',', ';', '\t', '|'}) {
        const std::string text = std::string("file") + delimiter + "label\na.png" + delimiter + "happy\n";
        EXPECT_EQ(rows(text), kTwoRows) << delimiter;
    }
    EXPECT_EQ(rows("a b  c\n", {.candidates = "\t "}), (std::vector<Cells>{{"a", "b", "c"}}));
    EXPECT_EQ(rows("file\na.png\n"), (std::vector<Cells>{{"file"}, {"a.png"}}));
}

TEST_F(TableTest, LineEndsOfEverySystemGiveTheSameRows) {
    EXPECT_EQ(rows("file,label\na.png,happy\n"), kTwoRows);
    EXPECT_EQ(rows("file,label\r\na.png,happy\r\n"), kTwoRows);
    EXPECT_EQ(rows("file,label\ra.png,happy"), kTwoRows);
    EXPECT_EQ(rows("file,label\r\n\r\n  \r\na.png,happy\n\n"), kTwoRows);
    EXPECT_THAT(lines_, ElementsAre(1, 4));
    EXPECT_THAT(rows(""), IsEmpty());
}

TEST_F(TableTest, EncodingsGiveTheSameRows) {
    const std::string text = "file,label\na.png,happy\n";
    EXPECT_EQ(rows("\xEF\xBB\xBF" + text), kTwoRows);
    EXPECT_EQ(rows("\xFF\xFE" + wide(text, true)), kTwoRows);
    EXPECT_EQ(rows("\xFE\xFF" + wide(text, false)), kTwoRows);
    EXPECT_EQ(rows(wide(text, true)), kTwoRows) << "without a mark";
    EXPECT_EQ(rows(std::string("\xFF\xFE\x3D\xD8\x00\xDE", 6)), (std::vector<Cells>{{"\xF0\x9F\x98\x80"}}));
    EXPECT_EQ(utf8_of("fr\xF6hlich \x80"), "fröhlich €");
    EXPECT_EQ(utf8_of("fröhlich"), "fröhlich");
}

TEST_F(TableTest, QuotesHoldDelimitersQuotesAndLineEnds) {
    EXPECT_EQ(rows("\"a,b\" , \"c \"\"d\"\"\",\"two\nlines\"\n5\" nail,x,y\n"),
              (std::vector<Cells>{{"a,b", "c \"d\"", "two\nlines"}, {"5\" nail", "x", "y"}}));
    EXPECT_THAT(lines_, ElementsAre(1, 3));
    EXPECT_EQ(rows("a,,\n"), (std::vector<Cells>{{"a", "", ""}}));
}

TEST_F(TableTest, RowsAcrossBlocksStayWhole) {
    const std::string cell(70'000, 'x');
    EXPECT_EQ(rows(cell + "," + cell + "\r\n1,2\r\n"), (std::vector<Cells>{{cell, cell}, {"1", "2"}}));
    std::string wide_text = "\xFF\xFE" + wide(cell + ",b\n", true);
    EXPECT_EQ(rows(wide_text), (std::vector<Cells>{{cell, "b"}}));
}

TEST_F(TableTest, CountsWhatIsLeft) {
    Table table(file("a,b\n1,2\n\n\"3\n\",4\n5,6"));
    TableRow row;
    ASSERT_TRUE(table.next(row));
    EXPECT_EQ(table.count_rows(), 3);
    ASSERT_TRUE(table.next(row));
    EXPECT_THAT(row.cells, ElementsAre("1", "2"));
}

TEST_F(TableTest, WhatIsNoTableIsNamed) {
    EXPECT_THAT(input_error([&] { rows("version https://git-lfs.github.com/spec/v1\noid sha256:0\n"); }),
                HasSubstr("Git LFS"));
    EXPECT_THAT(input_error([&] { rows("\n<!DOCTYPE html><html>"); }), HasSubstr("web page"));
    EXPECT_THAT(input_error([&] { rows(std::string("PNG\0\0\0abc", 9)); }), HasSubstr("zero bytes"));
    EXPECT_THAT(input_error([&] { rows("a,b\n\"never closed\n1,2\n", {.row_bytes = 8}); }), HasSubstr("line 2"));
    EXPECT_THAT(input_error([&] { Table table(folder_.path()); }), HasSubstr("cannot be opened"));
}

TEST_F(TableTest, HeadersAreFoundByName) {
    const TableHeader header({"User.ID", " Image Name", "emotion"});
    EXPECT_EQ(header.find({"user_id"}), 0u);
    EXPECT_EQ(header.find({"file", "image-name"}), 1u);
    EXPECT_EQ(header.find({"label"}), TableHeader::npos);
}

TEST_F(TableTest, MessagesSpellControlCharacters) {
    EXPECT_EQ(printable(std::string("a\x1b[2J\0b", 7)), "a\\x1b[2J\\x00b");
    EXPECT_EQ(printable("abcdef", 3), "abc…");
}

TEST_F(TableTest, ArchivesAreToldByTheirContent) {
    const auto archive = [&](const std::string& name, const std::string& content) {
        std::ofstream(folder_ / name, std::ios::binary) << content;
        const auto found = packed_archive(folder_ / name);
        return found ? found->hint : std::string("none");
    };
    EXPECT_THAT(archive("set.zip", std::string("PK\x03\x04rest")), HasSubstr("unzip set.zip"));
    EXPECT_THAT(archive("set.tar.gz", "\x1F\x8B"), HasSubstr("tar -xf"));
    EXPECT_THAT(archive("set.tgz", "\x1F\x8B"), HasSubstr("tar -xf"));
    EXPECT_EQ(archive("train-images-idx3-ubyte.gz", "\x1F\x8B"), "none");
    EXPECT_EQ(archive("model.pt", std::string("PK\x03\x04rest")), "none");
    EXPECT_FALSE(packed_archive(folder_.path()));
}

}  // namespace
}  // namespace bplf
