// SPDX-License-Identifier: GPL-3.0-or-later
// A changed crop back in its photo: the change where the face is, everything else untouched.
#include "core/face/paste.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/base/philox.h"
#include "core/image/resize.h"

namespace bplf {
namespace {

Image noise_photo(int channels) {
    Image photo(90, 80, channels);
    std::vector<float> values(photo.pixels.size());
    PhiloxStream(3, 0).fill_uniform(values);
    for (std::size_t i = 0; i < values.size(); ++i) photo.pixels[i] = static_cast<std::uint8_t>(60 + 100 * values[i]);
    return photo;
}

const CropSquare kSquare{{45, 40}, 40, 20};

TEST(PasteBack, OfAnUnchangedCropIsThePhoto) {
    const Image photo = noise_photo(3);
    const Image crop = to_grey(sample_square(photo, kSquare, 32));
    EXPECT_EQ(paste_back(photo, kSquare, crop, crop), photo);
}

TEST(PasteBack, LeavesEveryPixelOutsideTheSquare) {
    const Image photo = noise_photo(3);
    const Image before(32, 32, 1, 90), after(32, 32, 1, 140), pasted = paste_back(photo, kSquare, before, after);
    const double half = kSquare.side / 2, c = std::cos(20 * 3.14159265358979 / 180),
                 s = std::sin(20 * 3.14159265358979 / 180);
    int changed = 0;
    for (int y = 0; y < photo.height; ++y) {
        for (int x = 0; x < photo.width; ++x) {
            const double dx = x + 0.5 - 45, dy = y + 0.5 - 40;
            const bool inside = std::abs(c * dx + s * dy) < half && std::abs(c * dy - s * dx) < half;
            for (int channel = 0; channel < 3; ++channel) {
                if (!inside) {
                    EXPECT_EQ(pasted.at(x, y, channel), photo.at(x, y, channel));
                }
                changed += pasted.at(x, y, channel) != photo.at(x, y, channel) ? 1 : 0;
            }
        }
    }
    EXPECT_GT(changed, 3 * 1000);
    for (int channel = 0; channel < 3; ++channel) EXPECT_EQ(pasted.at(45, 40, channel), photo.at(45, 40, channel) + 50);
}

TEST(PasteBack, PutsAChangeWhereTheCropHasIt) {
    const Image photo = noise_photo(1);
    const Image before = sample_square(photo, kSquare, 40);
    Image after = before;
    for (int y = 18; y < 22; ++y) {
        for (int x = 26; x < 30; ++x) after.at(x, y) = static_cast<std::uint8_t>(before.at(x, y) + 60);
    }
    const Image pasted = paste_back(photo, kSquare, before, after);
    const Image again = sample_square(pasted, kSquare, 40);
    EXPECT_GT(again.at(28, 20) - before.at(28, 20), 30);
    EXPECT_NEAR(again.at(12, 20), before.at(12, 20), 2);
    EXPECT_NEAR(again.at(28, 30), before.at(28, 30), 2);
}

TEST(PasteBack, ReachesOverTheEdgeOfThePhoto) {
    const Image photo = noise_photo(1);
    const Image pasted = paste_back(photo, {{0, 0}, 60, 0}, Image(8, 8, 3, 10), Image(8, 8, 3, 40));
    EXPECT_EQ(pasted.at(0, 0), photo.at(0, 0) + 30);
    EXPECT_EQ(pasted.at(40, 40), photo.at(40, 40));
}

}  // namespace
}  // namespace bplf
