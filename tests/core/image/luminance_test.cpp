// SPDX-License-Identifier: GPL-3.0-or-later
// Luminance against sums by hand, and matching against what the stored bytes then say.
#include "core/image/luminance.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/base/error.h"
#include "core/base/philox.h"
#include "core/image/mask.h"

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

TEST(Luminance, IsRec601OfTheStoredBytes) {
    Image image(2, 1, 3);
    image.pixels = {200, 100, 50, 10, 20, 30};
    const LuminanceStats stats = luminance_of(image);
    const double a = 0.299 * 200 + 0.587 * 100 + 0.114 * 50, b = 0.299 * 10 + 0.587 * 20 + 0.114 * 30;
    EXPECT_NEAR(stats.mean, (a + b) / 2, 1e-9);
    EXPECT_NEAR(stats.sd, (a - b) / 2, 1e-9);
    EXPECT_EQ(stats.pixels, 2);
}

TEST(Luminance, CountsWhatTheMaskShowsWhole) {
    Image image(3, 1, 1), mask(3, 1, 1);
    image.pixels = {10, 90, 250};
    mask.pixels = {255, 255, 254};
    EXPECT_DOUBLE_EQ(luminance_of(image, mask).mean, 50);
    mask.pixels = {0, 0, 0};
    EXPECT_THROW(luminance_of(image, mask), Error);
}

class MatchMeanSd : public ::testing::TestWithParam<int> {};

TEST_P(MatchMeanSd, ReachesItsTargetInTheStoredBytes) {
    const Image image = noise(64, 64, GetParam(), 3, 60, 160);
    const Image mask = draw_mask(64, 64, {32, 32, 24, 30, 5, 4});
    const LinearMatch match = match_mean_sd(image, mask, 128, 40);
    const LuminanceStats after = luminance_of(changed(image, match.change), mask);
    EXPECT_NEAR(after.mean, 128, 0.02);
    EXPECT_NEAR(after.sd, 40, 0.02);
    EXPECT_EQ(match.after.mean, after.mean);
}

INSTANTIATE_TEST_SUITE_P(Channels, MatchMeanSd, ::testing::Values(1, 3));

TEST(MatchMeanSdOfColours, ChangesLuminanceAndLeavesColourDifferences) {
    const Image image = noise(32, 32, 3, 8, 90, 150);
    const LinearMatch match = match_mean_sd(image, {}, 120, 15);
    ASSERT_EQ(match.clipped, 0);
    const Image after = changed(image, match.change);
    const LuminanceStats before = luminance_of(image);
    for (std::size_t p = 0; p < image.pixels.size(); p += 3) {
        const int red = after.pixels[p] - after.pixels[p + 1], blue = after.pixels[p + 2] - after.pixels[p + 1];
        EXPECT_NEAR(red, image.pixels[p] - image.pixels[p + 1], 1);
        EXPECT_NEAR(blue, image.pixels[p + 2] - image.pixels[p + 1], 1);
        const double own = 0.299 * image.pixels[p] + 0.587 * image.pixels[p + 1] + 0.114 * image.pixels[p + 2];
        const double now = 0.299 * after.pixels[p] + 0.587 * after.pixels[p + 1] + 0.114 * after.pixels[p + 2];
        EXPECT_NEAR(now, 120 + (own - before.mean) * 15 / before.sd, 0.6);
    }
}

TEST(MatchMeanSdOfColours, ChangesEachChannelWhereARecipeOfVersionOneSaysSo) {
    Image image(2, 1, 3);
    image.pixels = {10, 100, 200, 30, 60, 250};
    EXPECT_EQ(changed(image, {2, -10, false}).pixels, (std::vector<std::uint8_t>{10, 190, 255, 50, 110, 255}));
}

TEST(MatchMeanSdAtTheEdge, ReachesItsTargetWithFewGreyLevelsAndAWholeGain) {
    Image image(64, 64, 1);
    for (std::size_t i = 0; i < image.pixels.size(); ++i)
        image.pixels[i] = static_cast<std::uint8_t>(100 + i * i / 7 % 21);
    const LuminanceStats before = luminance_of(image);
    const LinearMatch match = match_mean_sd(image, {}, 128.5, 4 * before.sd);
    // What rounding of 21 levels may leave.
    EXPECT_NEAR(match.after.mean, 128.5, 0.4);
    EXPECT_NEAR(match.after.sd, 4 * before.sd, 0.4);
}

TEST(MatchMeanSdAtTheEdge, MakesUpForClippingAndSaysHowMuchIsClipped) {
    const Image image = noise(64, 64, 1, 4, 0, 256);
    const LinearMatch match = match_mean_sd(image, {}, 190, 70);
    EXPECT_NEAR(luminance_of(changed(image, match.change)).mean, 190, 0.1);
    EXPECT_GT(match.clipped, 0.05);
    EXPECT_LT(match.clipped, 0.6);
}

TEST(MatchMeanSdAtTheEdge, LeavesAnEvenPictureEven) {
    const LinearMatch match = match_mean_sd(Image(8, 8, 1, 77), {}, 128, 40);
    EXPECT_EQ(changed(Image(8, 8, 1, 77), match.change), Image(8, 8, 1, 128));
    EXPECT_DOUBLE_EQ(match.after.sd, 0);
}

TEST(MatchHistogram, GivesGreyPicturesTheTargetToOnePixelInEachBin) {
    const Image a = noise(40, 40, 1, 5, 20, 120), b = noise(40, 40, 1, 6, 100, 250);
    LuminanceHistogram target{};
    const LuminanceHistogram of_a = luminance_histogram(a), of_b = luminance_histogram(b);
    for (std::size_t i = 0; i < 256; ++i) target[i] = (of_a[i] + of_b[i]) / 2;
    const LuminanceHistogram after = luminance_histogram(match_histogram(a, {}, target));
    for (std::size_t i = 0; i < 256; ++i) EXPECT_NEAR(after[i] * 1600, target[i] * 1600, 1.01) << i;
    EXPECT_NEAR(stats_of(after).mean, stats_of(target).mean, 0.05);
}

TEST(MatchHistogram, ShiftsTheChannelsOfAColourAlikeWhereTheyHaveRoom) {
    const Image image = noise(32, 32, 3, 7, 90, 140);
    LuminanceHistogram target{};
    for (std::size_t i = 100; i < 180; ++i) target[i] = 1.0 / 80;
    const Image after = match_histogram(image, {}, target);
    EXPECT_LT(histogram_error(after, {}, target), 0.6);
    for (std::size_t p = 0; p < after.pixels.size(); p += 3) {
        const int red = after.pixels[p] - image.pixels[p], blue = after.pixels[p + 2] - image.pixels[p + 2];
        EXPECT_LE(std::abs(red - blue), 1);
    }
}

}  // namespace
}  // namespace bplf
