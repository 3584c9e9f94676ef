// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/photo.h"

#include <sys/stat.h>

#include <gmock/gmock.h>

#include "core/base/atomic_file.h"
#include "core/image/png.h"
#include "tests/core/io/bytes.h"
#include "tests/support/support.h"

namespace bplf {
namespace {

using test::bytes_of;
using test::input_error;
using ::testing::HasSubstr;

std::filesystem::path data(const std::string& name) {
    return test::source_dir() / "tests/data/image" / name;
}

std::string error_of(const std::string& content) {
    return input_error([&] { read_photo(bytes_of(content), "photo"); });
}

/// The test pictures have four plain quarters: red, green / blue, grey.
void expect_quarters(const Image& image, int tolerance) {
    ASSERT_EQ(image.width, 32);
    ASSERT_EQ(image.height, 24);
    ASSERT_EQ(image.channels, 3);
    const int expected[4][3] = {{200, 0, 0}, {0, 200, 0}, {0, 0, 200}, {60, 60, 60}};
    for (int quarter = 0; quarter < 4; ++quarter) {
        for (int c = 0; c < 3; ++c) {
            const int value = image.at(8 + 16 * (quarter % 2), 6 + 12 * (quarter / 2), c);
            EXPECT_NEAR(value, expected[quarter][c], tolerance) << quarter << " " << c;
        }
    }
}

bool has_opencv() {
    try {
        read_photo(data("rgb.webp"));
        return true;
    } catch (const Error&) {
        return false;
    }
}

TEST(Photo, ReadsTheCommonFormats) {
    expect_quarters(read_photo(data("rgb.jpg")), 3);
    expect_quarters(read_photo(data("rgb.png")), 0);
    expect_quarters(read_photo(data("rgb.bmp")), 0);
    expect_quarters(read_photo(data("palette.png")), 0);
    expect_quarters(read_photo(data("cmyk.jpg")), 12);
    if (!has_opencv()) GTEST_SKIP() << "this build reads no WebP, TIFF and PNM";
    expect_quarters(read_photo(data("rgb.webp")), 0);
    expect_quarters(read_photo(data("rgb.tif")), 0);
    expect_quarters(read_photo(data("rgb.ppm")), 0);
}

TEST(Photo, TurnsEveryExifOrientationUpright) {
    for (int orientation = 2; orientation <= 8; ++orientation) {
        SCOPED_TRACE(orientation);
        expect_quarters(read_photo(data("exif" + std::to_string(orientation) + ".jpg")), 3);
    }
}

TEST(Photo, TurnsTiffsUprightOnce) {
    if (!has_opencv()) GTEST_SKIP() << "this build reads no TIFF";
    for (int orientation = 2; orientation <= 8; ++orientation) {
        SCOPED_TRACE(orientation);
        expect_quarters(read_photo(data("turned" + std::to_string(orientation) + ".tif")), 0);
    }
    EXPECT_EQ(read_photo(data("grey16_turned6.tif")), read_photo(data("grey16.png")));
}

TEST(Photo, ReadsTheFirstFrameOfAnimations) {
    expect_quarters(read_photo(data("moving.gif")), 0);
    expect_quarters(read_photo(data("interlaced.gif")), 0);
    if (has_opencv()) expect_quarters(read_photo(data("moving.webp")), 0);
}

TEST(Photo, ReadsGreyOnAnyScale) {
    if (!has_opencv()) GTEST_SKIP() << "this build reads no TIFF and PNM";
    const Image grey = read_photo(data("grey16.png"));
    EXPECT_EQ(read_photo(data("grey16.tif")), grey);
    EXPECT_EQ(read_photo(data("white_is_zero16.tif")), grey);
    for (const int largest : {100, 1000}) {
        const Image image = read_photo(data("to" + std::to_string(largest) + ".pgm"));
        for (const int x : {0, 1, 16, 31}) {
            const int stored = x * largest / 31;
            EXPECT_EQ(image.at(x, 5), (stored * 255 + largest / 2) / largest) << largest << ' ' << x;
        }
    }
}

TEST(Photo, KeepsGreyAsOneChannel) {
    const Image grey = read_photo(data("grey.png"));
    ASSERT_EQ(grey.channels, 1);
    EXPECT_EQ(grey.at(10, 5), 10 * 7 + 5 * 3);
    const Image jpeg = read_photo(data("grey.jpg"));
    ASSERT_EQ(jpeg.channels, 1);
    EXPECT_NEAR(jpeg.at(3, 3), 90, 1);
}

TEST(Photo, Scales16BitsTo8) {
    const Image grey = read_photo(data("grey16.png"));
    ASSERT_EQ(grey.channels, 1);
    for (const int x : {0, 3, 17, 31}) {
        const int value = x * 2000 + 11 * 17;
        EXPECT_EQ(grey.at(x, 11), (value + 128) / 257) << x;
    }
    const Image rgb = read_photo(data("rgb16.png"));
    EXPECT_EQ(rgb.at(2, 1, 0), 18);
    EXPECT_EQ(rgb.at(2, 1, 1), 128);
    EXPECT_EQ(rgb.at(2, 1, 2), 255);
}

TEST(Photo, LaysTransparencyOnWhite) {
    const Image image = read_photo(data("alpha.png"));
    ASSERT_EQ(image.channels, 3);
    EXPECT_EQ(image.at(4, 4, 0), 200);
    EXPECT_EQ(image.at(4, 4, 1), 0);
    EXPECT_EQ(image.at(20, 4, 0), 204);  // alpha 51: a fifth of (0, 200, 0) on four fifths of white
    EXPECT_EQ(image.at(20, 4, 1), 244);
    if (has_opencv()) {
        EXPECT_EQ(read_photo(data("alpha.tif")), image);
    }
    const Image grey = read_photo(data("grey_alpha.png"));
    ASSERT_EQ(grey.channels, 1);
    EXPECT_EQ(grey.at(10, 5), 85);
    EXPECT_EQ(grey.at(20, 5), 255);
}

TEST(Photo, LoadsASinglePixel) {
    const Image image = read_photo(data("one.png"));
    EXPECT_EQ(image.width, 1);
    EXPECT_EQ(image.height, 1);
    EXPECT_EQ(image.at(0, 0, 1), 77);
}

TEST(Photo, ReadsNonAsciiPaths) {
    const test::TempDir folder;
    const auto path = folder / "Größe 照片 é.png";
    std::filesystem::copy_file(data("rgb.png"), path);
    expect_quarters(read_photo(path), 0);
}

TEST(Photo, RefusesWhatIsNoPicture) {
    EXPECT_THAT(error_of(""), HasSubstr("is empty"));
    EXPECT_THAT(error_of("Dear diary, today I wrote a text."), HasSubstr("is not a picture"));
    EXPECT_THAT(error_of("%PDF-1.7 and so on"), HasSubstr("is a PDF document"));
    EXPECT_THAT(error_of("\xff\xd8\xff"), HasSubstr("ends early"));
    const test::TempDir folder;
    EXPECT_THAT(input_error([&] { read_photo(folder / "absent.jpg"); }), HasSubstr("absent.jpg"));
    EXPECT_THAT(input_error([&] { read_photo(folder.path()); }), HasSubstr("is a folder"));
}

TEST(Photo, NamesPicturesThatItDoesNotRead) {
    const std::string box(
        "\0\0\0\x1c"
        "ftyp",
        8);
    EXPECT_THAT(error_of(box + std::string("heic\0\0\0\0mif1heicmiaf", 20)), HasSubstr("a HEIC picture"));
    EXPECT_THAT(error_of(box + std::string("mif1\0\0\0\0mif1avifmiaf", 20)), HasSubstr("an AVIF picture"));
    EXPECT_THAT(error_of(box + std::string("isom\0\0\0\0isomavc1mp41", 20)), HasSubstr("is not a picture"));
    EXPECT_THAT(error_of(std::string("\0\0\0\x0cjP  \r\n\x87\n", 12)), HasSubstr("a JPEG 2000 picture"));
    EXPECT_THAT(error_of("version https://git-lfs.github.com/spec/v1\noid"), HasSubstr("a Git LFS pointer"));
    EXPECT_THAT(error_of("<!DOCTYPE html><title>404</title>"), HasSubstr("a web page"));
    EXPECT_THAT(error_of("\xff\x0a and more"), HasSubstr("save it as JPEG or PNG"));
}

TEST(Photo, RefusesTruncatedJpegs) {
    for (const char* name : {"rgb.jpg", "progressive.jpg"}) {
        const std::string good = read_file(data(name));
        for (std::size_t keep = 3; keep + 3 < good.size(); keep += 7) {
            EXPECT_THAT(error_of(good.substr(0, keep)), HasSubstr("ends early")) << name << ' ' << keep;
        }
    }
}

TEST(Photo, WarnsOfAJpegThatLacksOnlyItsEndMarker) {
    const std::string good = read_file(data("rgb.jpg"));
    std::string warning = "to be emptied";
    const Image whole = read_photo(bytes_of(good), "photo", &warning);
    EXPECT_EQ(warning, "");
    for (const std::size_t missing : {1, 2}) {
        const std::string cut = good.substr(0, good.size() - missing);
        EXPECT_EQ(read_photo(bytes_of(cut), "photo", &warning), whole);
        EXPECT_THAT(warning, HasSubstr("lacks its last bytes"));
    }
}

TEST(Photo, RefusesTruncatedPngs) {
    const std::string good = read_file(data("grey.png"));
    for (const double part : {0.3, 0.6, 0.9}) {
        error_of(good.substr(0, static_cast<std::size_t>(part * static_cast<double>(good.size()))));
    }
}

/// A PNG whose header claims a size it has no data for.
std::string png_of_size(std::uint32_t width, std::uint32_t height) {
    std::string png = read_file(data("rgb.png"));
    for (int i = 0; i < 4; ++i) {
        png[16 + static_cast<std::size_t>(i)] = static_cast<char>(width >> (24 - 8 * i));
        png[20 + static_cast<std::size_t>(i)] = static_cast<char>(height >> (24 - 8 * i));
    }
    return png;
}

TEST(Photo, RefusesSizesFromTheHeaderAlone) {
    EXPECT_THAT(error_of(png_of_size(0, 0)), HasSubstr("empty picture (0 x 0"));
    EXPECT_THAT(error_of(png_of_size(0, 5)), HasSubstr("empty picture"));
    EXPECT_THAT(error_of(png_of_size(30001, 10)), HasSubstr("too large (30001 x 10"));
    EXPECT_THAT(error_of(png_of_size(10, 4000000000u)), HasSubstr("too large"));
    EXPECT_THAT(error_of(png_of_size(10000, 10000)), HasSubstr("100 megapixels"));
    EXPECT_THAT(error_of("P6 99999999999999 3 255\n"), HasSubstr("too large"));
}

TEST(Photo, RefusesSizesByTheDecodersOwnNumbers) {
    if (!has_opencv()) GTEST_SKIP() << "this build reads no TIFF";
    const std::string bomb = read_file(data("two_widths.tif"));
    EXPECT_THAT(error_of(bomb), HasSubstr("too large (60000 x 60000"));
}

TEST(Photo, RefusesPipesAndDevices) {
    const test::TempDir folder;
    const auto pipe = folder / "pipe.png";
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    EXPECT_THAT(input_error([&] { read_photo(pipe); }), HasSubstr("a pipe or a device"));
    EXPECT_THAT(input_error([&] { read_photo("/dev/zero"); }), HasSubstr("a pipe or a device"));
}

TEST(Photo, LongestAllowedSideLoads) {
    const test::TempDir folder;
    write_png(folder / "long.png", Image(kPhotoSideLimit, 2, 1, 9));
    EXPECT_EQ(read_photo(folder / "long.png").width, kPhotoSideLimit);
}

TEST(Photo, SurvivesRandomDamage) {
    for (const char* name : {"rgb.jpg", "progressive.jpg", "exif6.jpg", "palette.png", "rgb.bmp", "rgb.webp",
                             "moving.webp", "rgb.tif", "turned6.tif", "grey16.tif", "moving.gif", "to1000.pgm"}) {
        SCOPED_TRACE(name);
        const std::string good = read_file(data(name));
        test::fuzz(good, test::rng(), 150, [](const std::string& bad) { read_photo(bytes_of(bad), "photo"); }, 60);
    }
}

TEST(Photo, ReadsTheSharedPhotos) {
    BPLF_REQUIRE_SHARED(shared);
    for (const auto& entry : std::filesystem::directory_iterator(shared / "data/photos")) {
        const auto extension = entry.path().extension();
        if (extension != ".png" && extension != ".jpg") continue;
        const Image image = read_photo(entry.path());
        EXPECT_GT(image.width, 100) << entry.path();
        EXPECT_GT(image.height, 100) << entry.path();
    }
}

}  // namespace
}  // namespace bplf
