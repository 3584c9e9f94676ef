// SPDX-License-Identifier: GPL-3.0-or-later
// Faces as they are saved: how large, and with which border.
#include "core/publish/sheet_file.h"

#include <gtest/gtest.h>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/image/photo.h"
#include "core/image/png.h"
#include "core/image/sheet.h"
#include "core/publish/named_sheet.h"
#include "tests/support/support.h"

namespace bplf {
namespace {

Image ramp(int side, int from) {
    Image image(side, side, 1);
    for (std::size_t i = 0; i < image.pixels.size(); ++i)
        image.pixels[i] = static_cast<std::uint8_t>(from + static_cast<int>(i));
    return image;
}

TEST(SheetFile, OfOnePictureIsThePictureWithoutABorder) {
    const test::TempDir folder;
    save_sheet(folder / "one.png", {ramp(4, 10)}, 0, {.scale = 3}, {"{}", {}, {}});
    const Image saved = read_png(folder / "one.png");
    ASSERT_EQ(saved.width, 12);
    EXPECT_EQ(saved, at_size(ramp(4, 10), {.scale = 3}));
    EXPECT_EQ(read_recipe(folder / "one.png"), "{}");
}

TEST(SheetFile, EnlargesThePicturesAndNotTheBorders) {
    const test::TempDir folder;
    const std::vector<Image> images{ramp(4, 0), ramp(4, 100), ramp(4, 200)};
    save_sheet(folder / "three.png", images, 3, {.scale = 2}, {"", {}, {}});
    EXPECT_EQ(read_png(folder / "three.png"), make_sheet(images, {.columns = 3, .scale = 2}));
}

TEST(SheetFile, IsSmoothWhereAsked) {
    const Image squares = at_size(ramp(4, 0), {.scale = 2}),
                smooth = at_size(ramp(4, 0), {.scale = 2, .is_smooth = true});
    EXPECT_EQ(squares.width, 8);
    EXPECT_EQ(smooth.width, 8);
    EXPECT_NE(squares, smooth);
    EXPECT_EQ(at_size(ramp(4, 0), {.is_smooth = true}), ramp(4, 0));
}

TEST(SavedSize, IsAWidthInPixelsByEitherFilter) {
    const Image squares = at_size(ramp(4, 0), {.pixels = 12}),
                smooth = at_size(ramp(4, 0), {.is_smooth = true, .pixels = 12});
    EXPECT_EQ(squares, at_size(ramp(4, 0), {.scale = 3}));
    EXPECT_EQ(smooth, at_size(ramp(4, 0), {.scale = 3, .is_smooth = true}));
}

TEST(PictureFile, HasTheBytesOfItsName) {
    const test::TempDir folder;
    save_picture(folder / "face.JPG", ramp(16, 0), {}, {"{}", {}, {}});
    EXPECT_TRUE(read_file(folder / "face.JPG").starts_with("\xff\xd8\xff"));
    const Image again = read_photo(folder / "face.JPG");
    ASSERT_EQ(again.width, 16);
    for (std::size_t i = 0; i < again.pixels.size(); ++i) EXPECT_NEAR(again.pixels[i], ramp(16, 0).pixels[i], 6);

    save_sheet(folder / "two.jpeg", {Image(8, 8, 3, 200), Image(8, 8, 3, 10)}, 2, {}, {"", {}, {}});
    EXPECT_EQ(read_photo(folder / "two.jpeg").channels, 3);
}

TEST(PictureFile, WithoutAnEndingIsAPngAndOtherEndingsAreRefused) {
    const test::TempDir folder;
    save_picture(folder / "face", ramp(4, 0), {}, {"{}", {}, {}});
    EXPECT_EQ(read_recipe(folder / "face.png"), "{}");
    EXPECT_FALSE(std::filesystem::exists(folder / "face"));
    try {
        save_picture(folder / "face.tif", ramp(4, 0), {}, {"", {}, {}});
        FAIL() << "written";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::kUsage);
        EXPECT_EQ(error.problem(), "Pictures are written as PNG or JPEG, not as \".tif\".");
    }
    EXPECT_FALSE(std::filesystem::exists(folder / "face.tif"));
}

/// The darkest value in a part of the sheet.
int darkest(const Image& sheet, int left, int top, int width, int height) {
    int least = 255;
    for (int y = top; y < top + height; ++y)
        for (int x = left; x < left + width; ++x) least = std::min<int>(least, sheet.at(x, y));
    return least;
}

TEST(NamedSheet, HasNamesBesideRowsAndBelowPicturesWhichStayAsTheyAre) {
    const Image cell(56, 40, 1, 200);
    const Image plain = named_sheet(std::vector(4, cell), 2, {});
    EXPECT_EQ(plain, make_sheet(std::vector(4, cell), {.columns = 2}));
    const Image named = named_sheet(std::vector(4, cell), 2, {{"happy", "sad"}, {"1", "2", "", "3"}});
    const int column = named.width - plain.width, line = (named.height - plain.height) / 2;
    ASSERT_GT(column, 10);
    ASSERT_GT(line, 8);
    for (const int row : {0, 1}) {
        const int top = 2 + row * (cell.height + line + 2);
        EXPECT_LT(darkest(named, 0, top, column, cell.height), 120) << "the name of row " << row;
        EXPECT_EQ(darkest(named, 0, top + cell.height, column, line), 255) << "between the names";
        for (const int place : {0, 1}) {
            const int left = column + 2 + place * (cell.width + 2);
            EXPECT_EQ(named.at(left, top), 200);
            EXPECT_EQ(named.at(left + cell.width - 1, top + cell.height - 1), 200);
            const bool isNamed = row != 1 || place != 0;
            EXPECT_EQ(darkest(named, left, top + cell.height, cell.width, line) < 120, isNamed) << row << ' ' << place;
        }
    }
}

TEST(SavedSize, OfAPictureAloneHasNoScale) {
    EXPECT_EQ(size_alone({.scale = 4, .is_smooth = true}), (SavedSize{.scale = 1, .is_smooth = true}));
}

TEST(MakeFolder, SaysWhereItCannot) {
    const test::TempDir folder;
    make_folder(folder / "a" / "b");
    EXPECT_TRUE(std::filesystem::is_directory(folder / "a" / "b"));
    write_file(folder / "file", "x");
    try {
        make_folder(folder / "file" / "c");
        FAIL() << "made";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::kResource);
        EXPECT_NE(error.where().find("file"), std::string::npos);
    }
}

}  // namespace
}  // namespace bplf
