// SPDX-License-Identifier: GPL-3.0-or-later
// Masks by their areas and their mirror images.
#include "core/image/mask.h"

#include <gtest/gtest.h>

#include <numbers>
#include <numeric>

#include "core/base/philox.h"

namespace bplf {
namespace {

Image noise(int width, int height, int channels, std::uint64_t seed, double low, double high) {
    Image image(width, height, channels);
    std::vector<float> values(image.pixels.size());
    PhiloxStream(seed, 0).fill_uniform(values);
    for (std::size_t i = 0; i < values.size(); ++i)
        image.pixels[i] = static_cast<std::uint8_t>(low + (high - low) * values[i]);
    return image;
}

TEST(Mask, ShowsTheMiddleWholeAndNothingOutside) {
    const MaskShape shape{20, 24, 12, 18, 0, 4};
    const Image mask = draw_mask(40, 48, shape);
    EXPECT_EQ(mask.at(20, 24), 255);
    EXPECT_EQ(mask.at(0, 0), 0);
    EXPECT_EQ(mask.at(20, 5), 0);
    const double shown = std::accumulate(mask.pixels.begin(), mask.pixels.end(), 0.0) / 255;
    const double whole = std::numbers::pi * 12 * 18, inner = whole * (1 - 4.0 / 12) * (1 - 4.0 / 12);
    EXPECT_GT(shown, inner);
    EXPECT_LT(shown, whole);
    const Image picture = noise(40, 48, 3, 8, 0, 256), before_grey = masked(picture, mask, 128);
    EXPECT_EQ(before_grey.at(20, 24, 1), picture.at(20, 24, 1));
    EXPECT_EQ(before_grey.at(1, 1, 2), 128);
}

TEST(Mask, OfAMirroredPictureIsTheMaskMirrored) {
    const MaskShape shape{17, 24, 10, 18, 12, 3};
    const Image mask = draw_mask(40, 48, shape), other = draw_mask(40, 48, mirrored(shape, 40));
    for (int y = 0; y < 48; ++y) {
        for (int x = 0; x < 40; ++x) EXPECT_EQ(mask.at(x, y), other.at(39 - x, y));
    }
}

TEST(Mask, FitsOnlyWhereAllOfItLiesInThePicture) {
    EXPECT_TRUE(fits({20, 20, 20, 20, 0, 0}, 40, 40));
    EXPECT_FALSE(fits({20, 20, 21, 10, 0, 0}, 40, 40));
    EXPECT_TRUE(fits({20, 20, 21, 10, 45, 0}, 40, 40));
    EXPECT_FALSE(fits({5, 20, 6, 6, 0, 0}, 40, 40));
}

}  // namespace
}  // namespace bplf
