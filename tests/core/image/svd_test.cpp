// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/svd.h"

#include <cmath>

#include <gmock/gmock.h>
#include <torch/types.h>

#include "core/base/error.h"
#include "core/image/image_tensor.h"
#include "tests/support/support.h"

namespace bplf {
namespace {

const std::vector<double> kMatrix{4, 0, 0, 3, -5, 0, 1, 2, 3};

SvdTruncation rank(int k) {
    return {SvdTruncation::Kind::kRank, k, 1};
}
SvdTruncation energy(double r) {
    return {SvdTruncation::Kind::kEnergy, 0, r};
}

Image random_image(int width, int height, int channels) {
    Image image(width, height, channels);
    for (auto& value : image.pixels) value = static_cast<std::uint8_t>(test::rng()());
    return image;
}

TEST(Svd, GivesTheReferenceValues) {
    const auto one = truncate_matrix(kMatrix, 3, 3, rank(1));
    const double singular[] = {6.386676493, 4.291688455, 2.189012010};
    const double expected[] = {1.682772173,  -1.963295303, -0.211749992, 3.716198259, -4.335699569,
                               -0.467624176, -0.719767102, 0.839754420,  0.090571190};
    for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(one.singular_values[i], singular[i], 1e-9);
    for (std::size_t i = 0; i < 9; ++i) EXPECT_NEAR(one.values[i], expected[i], 1e-9);
    const auto two = truncate_matrix(kMatrix, 3, 3, rank(2));
    double squares = 0;
    for (std::size_t i = 0; i < 9; ++i) squares += std::pow(two.values[i] - kMatrix[i], 2);
    EXPECT_NEAR(std::sqrt(squares), singular[2], 1e-9);
}

TEST(Svd, KeepsTheFewestValuesThatReachTheEnergy) {
    EXPECT_EQ(truncate_matrix(kMatrix, 3, 3, energy(0.637)).kept, 1);
    EXPECT_EQ(truncate_matrix(kMatrix, 3, 3, energy(0.638)).kept, 2);
    EXPECT_EQ(truncate_matrix(kMatrix, 3, 3, energy(0.926)).kept, 3);
    EXPECT_EQ(truncate_matrix({0, 0, 0, 0}, 2, 2, energy(1)).kept, 1);
}

TEST(Svd, FullRankChangesNothing) {
    const Image image = random_image(12, 9, 3);
    EXPECT_EQ(truncate_svd(image, rank(9)), image);
    EXPECT_EQ(truncate_svd(image, rank(500)), image);
    EXPECT_EQ(truncate_svd(image, energy(1)), image);
    EXPECT_EQ(truncate_svd(image, {}), image);
}

TEST(Svd, CommutesWithMirroringAndLosesMoreWithLessRank) {
    const Image image = random_image(16, 16, 1);
    const double coarse = psnr(truncate_svd(image, rank(4)), image);
    const double fine = psnr(truncate_svd(image, rank(12)), image);
    EXPECT_LT(coarse, fine);
    Image row(8, 1, 1);
    for (auto& value : row.pixels) value = static_cast<std::uint8_t>(test::rng()());
    EXPECT_EQ(truncate_svd(row, rank(1)), row);
}

TEST(Svd, PsnrFollowsItsDefinition) {
    EXPECT_TRUE(std::isinf(psnr(Image(4, 4, 1, 7), Image(4, 4, 1, 7))));
    EXPECT_NEAR(psnr(Image(4, 4, 1, 7), Image(4, 4, 1, 17)), 20 * std::log10(25.5), 1e-12);
}

TEST(Svd, ParsesItsThreeForms) {
    for (const char* text : {"off", "rank:12", "energy:0.999", "energy:1"}) {
        EXPECT_EQ(to_string(parse_svd_truncation(text)), text);
    }
    for (const char* text : {"", "rank", "rank:", "rank:0", "rank:-1", "rank:2.5", "energy:0", "energy:1.01",
                             "energy:nan", "energy:x", "rank:99999999999"}) {
        EXPECT_THROW(parse_svd_truncation(text), Error) << text;
    }
}

TEST(ImageTensor, ReturnsTheImages) {
    for (const int channels : {1, 3}) {
        const std::vector<Image> images{random_image(5, 4, channels), random_image(5, 4, channels)};
        const at::Tensor tensor = to_tensor(images);
        ASSERT_EQ(tensor.sizes(), (std::vector<std::int64_t>{2, channels, 4, 5}));
        EXPECT_EQ(tensor[1][channels - 1][3][2].item<int>(), images[1].at(2, 3, channels - 1));
        EXPECT_EQ(to_images(tensor), images);
        EXPECT_EQ(to_images(tensor.transpose(2, 3).contiguous().transpose(2, 3)), images);
    }
    EXPECT_TRUE(to_images(to_tensor({})).empty());
    EXPECT_THROW(to_tensor(std::vector<Image>{Image(1, 2, 1), Image(2, 1, 1)}), Error);
    EXPECT_THROW(to_images(torch::zeros({1, 1, 2, 2})), Error);
}

}  // namespace
}  // namespace bplf
