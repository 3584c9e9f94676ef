// SPDX-License-Identifier: GPL-3.0-or-later
// Faces as they are saved: how large, and with which border.
#include "core/publish/sheet_file.h"

#include <gtest/gtest.h>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/image/png.h"
#include "core/image/sheet.h"
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
    save_sheet(folder / "one.png", {ramp(4, 10)}, 0, {.scale = 3}, "{}");
    const Image saved = read_png(folder / "one.png");
    ASSERT_EQ(saved.width, 12);
    EXPECT_EQ(saved, at_size(ramp(4, 10), {.scale = 3}));
    EXPECT_EQ(read_recipe(folder / "one.png"), "{}");
}

TEST(SheetFile, EnlargesThePicturesAndNotTheBorders) {
    const test::TempDir folder;
    const std::vector<Image> images{ramp(4, 0), ramp(4, 100), ramp(4, 200)};
    save_sheet(folder / "three.png", images, 3, {.scale = 2}, "");
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
