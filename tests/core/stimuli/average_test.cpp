// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stimuli/average.h"

#include <gmock/gmock.h>

#include "core/base/error.h"

namespace bplf::stimuli {
namespace {

using ::testing::ElementsAre;

Image grey(std::initializer_list<std::uint8_t> pixels) {
    Image image(static_cast<int>(pixels.size()), 1, 1);
    image.pixels = pixels;
    return image;
}

TEST(PixelAverage, IsTheMeanRoundedHalfUp) {
    PixelAverage average;
    average.add(grey({0, 10, 255}));
    average.add(grey({1, 13, 255}));
    EXPECT_EQ(average.image(), grey({1, 12, 255}));
}

TEST(PixelAverage, TakesGreyForEqualChannels) {
    PixelAverage average;
    average.add(grey({10}));
    Image red(1, 1, 3);
    red.pixels = {250, 10, 10};
    average.add(red);
    EXPECT_THAT(average.image().pixels, ElementsAre(130, 10, 10));
}

TEST(PixelAverage, RefusesPicturesOfAnotherSize) {
    PixelAverage average;
    average.add(grey({0, 10}));
    EXPECT_THROW(average.add(grey({0})), Error);
}

TEST(AverageOfCodes, IsTheMeanOfEachNumberAndForgetsWhereTheFirstCameFrom) {
    Latent a, b;
    a.shapes = b.shapes = {{1, 1, 2}};
    a.levels = {{1, -2}};
    b.levels = {{3, 4}};
    a.metadata = {{"source", "photo:a.jpg"}, {"model_sha256", "x"}};
    const Latent mean = average_of_codes({&a, &b});
    EXPECT_THAT(mean.levels[0], ElementsAre(2, 1));
    EXPECT_EQ(mean.metadata, (std::map<std::string, std::string>{{"model_sha256", "x"}}));
    b.shapes = {{2, 1, 1}};
    EXPECT_THROW(average_of_codes({&a, &b}), Error);
}

}  // namespace
}  // namespace bplf::stimuli
