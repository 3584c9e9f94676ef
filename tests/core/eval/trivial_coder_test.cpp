// SPDX-License-Identifier: GPL-3.0-or-later
// Trivial coders and the signal-to-noise ratio on images whose cost is known.
#include <gtest/gtest.h>

#include <cmath>

#include "core/eval/psnr.h"
#include "core/eval/trivial_coder.h"
#include "core/image/png.h"
#include "tests/core/eval/eval_cases.h"

namespace bplf::test {
namespace {

Dataset with_pixels(const std::function<int(int, int)>& value, int count = 8) {
    DatasetContent content = ramps(count, 8);
    for (int i = 0; i < count; ++i)
        for (int p = 0; p < 64; ++p)
            content.images[static_cast<std::size_t>(i * 64 + p)] = static_cast<std::uint8_t>(value(i, p));
    return Dataset(std::move(content));
}

TEST(TrivialCoders, OfNoiseNeedAllBitsAndOfAPlaneAlmostNone) {
    const Dataset noise = with_pixels([](int, int) { return static_cast<int>(rng()() % 256); }, 64);
    const TrivialCoder hard = trivial_coder(noise, all_rows(noise));
    EXPECT_NEAR(hard.predictor, 8, 0.2);
    EXPECT_GT(hard.png, 7.5);
    const Dataset plane = with_pixels([](int, int p) { return 3 * (p % 8) + 5 * (p / 8); }, 64);
    const TrivialCoder easy = trivial_coder(plane, all_rows(plane));
    EXPECT_LT(easy.predictor, 2);
    EXPECT_LT(easy.png, 4);
}

TEST(TrivialCoders, AdaptiveModelHasTheClosedFormOfOneSymbol) {
    // Constant 0: every residual is 0, so n symbols cost log2 of the product of (128 + i) / (0.5 + i).
    const Dataset zero = with_pixels([](int, int) { return 0; }, 2);
    double bits = 0;
    for (int i = 0; i < 128; ++i) bits += std::log2((128 + i) / (0.5 + i));
    EXPECT_NEAR(trivial_coder(zero, all_rows(zero)).predictor, bits / 128, 1e-12);
}

TEST(TrivialCoders, CountThePayloadOfThePngAlone) {
    const Image image = image_of_row(Dataset(ramps(1, 8)), 0);
    const std::vector<std::byte> file = encode_png(image);
    const std::string text(reinterpret_cast<const char*>(file.data()), file.size());
    const std::size_t chunk = text.find("IDAT");
    ASSERT_NE(chunk, std::string::npos);
    EXPECT_EQ(text.find("IDAT", chunk + 4), std::string::npos);
    EXPECT_EQ(png_data_bits(image), 8.0 * static_cast<unsigned char>(text[chunk - 1])) << "fewer than 256 bytes";
}

TEST(TrivialCoders, OfNothingAreNothing) {
    EXPECT_TRUE(std::isnan(trivial_coder(Dataset(ramps(2, 8)), {}).png));
}

TEST(Psnr, OfAKnownError) {
    const Dataset a = with_pixels([](int, int) { return 100; });
    const Dataset b = with_pixels([](int i, int) { return i % 2 == 0 ? 100 : 104; });
    EXPECT_NEAR(psnr(a, b, all_rows(a)), 10 * std::log10(255.0 * 255 / 8), 1e-12);
    EXPECT_TRUE(std::isinf(psnr(a, a, all_rows(a))));
    EXPECT_TRUE(std::isinf(psnr(a, b, {0, 2})));
}

}  // namespace
}  // namespace bplf::test
