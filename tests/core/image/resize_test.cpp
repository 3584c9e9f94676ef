// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/resize.h"

#include <cmath>

#include <gmock/gmock.h>

#include "core/base/error.h"
#include "core/image/png.h"
#include "core/image/sheet.h"
#include "tests/support/support.h"

namespace bplf {
namespace {

using ::testing::ElementsAre;

Image random_image(int width, int height, int channels) {
    Image image(width, height, channels);
    for (auto& value : image.pixels) value = static_cast<std::uint8_t>(test::rng()());
    return image;
}

int largest_difference(const Image& a, const Image& b) {
    EXPECT_EQ(a.pixels.size(), b.pixels.size());
    int largest = 0;
    for (std::size_t i = 0; i < a.pixels.size(); ++i) {
        largest = std::max(largest, std::abs(int{a.pixels[i]} - int{b.pixels[i]}));
    }
    return largest;
}

TEST(Resize, AgreesWithPillow) {
    const auto folder = test::source_dir() / "tests/data/image";
    const Image wave = read_png(folder / "wave.png");
    const std::pair<const char*, Filter> filters[] = {
        {"triangle", Filter::kTriangle}, {"bicubic", Filter::kBicubic}, {"lanczos3", Filter::kLanczos3}};
    const std::pair<int, int> sizes[] = {{11, 8}, {32, 5}, {70, 51}, {1, 1}};
    for (const auto& [name, filter] : filters) {
        for (const auto& [width, height] : sizes) {
            const std::string file =
                "wave_" + std::string(name) + "_" + std::to_string(width) + "x" + std::to_string(height) + ".png";
            // Pillow rounds to 8 bits between its two passes.
            EXPECT_LE(largest_difference(resize(wave, width, height, filter), read_png(folder / file)), 1) << file;
        }
    }
}

TEST(Resize, AreaIsTheMeanOverTheCoveredPart) {
    Image image(4, 1, 1);
    image.pixels = {0, 100, 200, 40};
    EXPECT_THAT(resize(image, 2, 1, Filter::kArea).pixels, ElementsAre(50, 120));
    image = Image(3, 1, 1);
    image.pixels = {0, 90, 240};
    EXPECT_THAT(resize(image, 2, 1, Filter::kArea).pixels, ElementsAre(30, 190));
}

TEST(Resize, NearestEnlargesByWholeNumbersExactly) {
    const Image image = random_image(5, 4, 3);
    const Image large = resize(image, 15, 12, Filter::kNearest);
    for (int y = 0; y < 12; ++y) {
        for (int x = 0; x < 15; ++x) {
            for (int c = 0; c < 3; ++c) ASSERT_EQ(large.at(x, y, c), image.at(x / 3, y / 3, c));
        }
    }
}

TEST(Resize, KeepsPlainPicturesPlainWithEveryFilter) {
    const Image plain(13, 9, 3, 201);
    for (const Filter filter :
         {Filter::kNearest, Filter::kArea, Filter::kTriangle, Filter::kBicubic, Filter::kLanczos3}) {
        EXPECT_EQ(resize(plain, 5, 31, filter), Image(5, 31, 3, 201));
        EXPECT_EQ(resize(plain, 13, 9, filter), plain);
    }
    EXPECT_THROW(resize(plain, 0, 5), Error);
    EXPECT_THROW(resize(Image(), 2, 2), Error);
}

TEST(Crop, RepeatsTheBorderOutside) {
    const Image image = random_image(4, 3, 1);
    const Image inside = crop(image, 1, 1, 2, 2);
    EXPECT_THAT(inside.pixels, ElementsAre(image.at(1, 1), image.at(2, 1), image.at(1, 2), image.at(2, 2)));
    const Image outside = crop(image, -2, -2, 3, 3);
    EXPECT_EQ(outside.at(0, 0), image.at(0, 0));
    EXPECT_EQ(outside.at(2, 2), image.at(0, 0));
    EXPECT_EQ(crop(image, 2147483000, 50, 1, 1).at(0, 0), image.at(3, 2));
}

TEST(Rotate, QuarterTurnsMovePixelsExactly) {
    const Image image = random_image(6, 6, 3);
    const Image turned = rotate(image, 90, 3, 3);
    for (int y = 0; y < 6; ++y) {
        // Counter-clockwise: what was on the right is on top.
        for (int x = 0; x < 6; ++x) ASSERT_EQ(turned.at(x, y, 1), image.at(5 - y, x, 1));
    }
    EXPECT_EQ(rotate(image, 0, 1, 2), image);
    EXPECT_EQ(rotate(rotate(image, 180, 3, 3), 180, 3, 3), image);
}

TEST(Colour, GreyFollowsRec601) {
    Image image(3, 1, 3);
    image.pixels = {255, 0, 0, 0, 255, 0, 10, 20, 30};
    EXPECT_THAT(to_grey(image).pixels, ElementsAre(76, 150, 18));
    for (int value = 0; value < 256; ++value) {
        const Image grey(1, 1, 1, static_cast<std::uint8_t>(value));
        ASSERT_EQ(to_grey(to_rgb(grey)), grey);
    }
}

TEST(Flip, MirrorsLeftToRight) {
    const Image image = random_image(5, 2, 3);
    EXPECT_EQ(flip_horizontal(image).at(0, 1, 2), image.at(4, 1, 2));
    EXPECT_EQ(flip_horizontal(flip_horizontal(image)), image);
}

TEST(Sheet, PlacesCellsRowByRow) {
    const std::vector<Image> images{Image(2, 2, 1, 10), Image(2, 2, 1, 20), Image(2, 2, 1, 30)};
    const Image sheet = make_sheet(images, {.columns = 2, .padding = 1, .scale = 2, .background = 0});
    ASSERT_EQ(sheet.width, 11);
    ASSERT_EQ(sheet.height, 11);
    EXPECT_EQ(sheet.at(0, 0), 0);
    EXPECT_EQ(sheet.at(1, 1), 10);
    EXPECT_EQ(sheet.at(4, 4), 10);
    EXPECT_EQ(sheet.at(5, 5), 0);
    EXPECT_EQ(sheet.at(6, 1), 20);
    EXPECT_EQ(sheet.at(1, 6), 30);
    EXPECT_EQ(sheet.at(6, 6), 0);
}

TEST(Sheet, TurnsRgbWhenOneCellIs) {
    const std::vector<Image> images{Image(2, 2, 1, 10), Image(2, 2, 3, 20)};
    const Image sheet = make_sheet(images, {.padding = 0});
    EXPECT_EQ(sheet.channels, 3);
    EXPECT_EQ(sheet.at(0, 0, 2), 10);
    EXPECT_EQ(sheet.width, 4);
}

TEST(Sheet, RefusesMixedSizesAndAcceptsNothing) {
    EXPECT_TRUE(make_sheet({}).empty());
    const std::vector<Image> images{Image(2, 2, 1), Image(3, 2, 1)};
    EXPECT_THROW(make_sheet(images), Error);
    const std::vector<Image> one{Image(200, 200, 1)};
    EXPECT_THROW(make_sheet(one, {.scale = 100}), Error);
}

}  // namespace
}  // namespace bplf
