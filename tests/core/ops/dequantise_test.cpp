// SPDX-License-Identifier: GPL-3.0-or-later
// dequantise and quantise on the CPU.
#include "core/ops/dequantise.h"

#include "core/base/error.h"
#include "tests/core/ops/dequantise_cases.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace bplf::test {
namespace {

TEST(Dequantise, AgreesWithEquation) {
    check_dequantise(at::kCPU);
}

TEST(Quantise, AgreesWithEquation) {
    check_quantise(at::kCPU);
}

TEST(Dequantise, WritesItsOutputsAndNothingElse) {
    check_dequantise_guards(at::kCPU);
}

TEST(Dequantise, RangeIsFromMinusOneToBelowOne) {
    const at::Tensor ends = at::tensor({0, 255}, at::kByte).reshape({1, 1, 1, 2});
    EXPECT_EQ(ops::dequantise(ends, at::zeros({1, 1, 1, 2}), 8).min().item<float>(), -1.0F);
    const at::Tensor almost = at::full({1, 1, 1, 2}, std::nextafter(1.0F, 0.0F));
    EXPECT_LT(ops::dequantise(ends, almost, 8).max().item<float>(), 1.0F);
}

TEST(Dequantise, WithoutNoiseGivesBinCentres) {
    const at::Tensor pixels = at::tensor({0, 128, 255}, at::kByte).reshape({1, 1, 1, 3});
    const at::Tensor x = ops::dequantise(pixels, {}, 8);
    expect_close(x.view(-1), at::tensor({0.5 / 128 - 1, 0.5 / 128, 255.5 / 128 - 1}), 1e-7, "x");
}

TEST(Dequantise, EveryPixelComesBackForAnyNoise) {
    const at::Tensor pixels = at::arange(256, at::kByte).reshape({1, 1, 16, 16});
    const float almost_one = std::nextafter(1.0F, 0.0F);
    for (const float u : {0.0F, 1e-7F, 0.5F, 0.99999F, almost_one}) {
        for (int n_bits = 1; n_bits <= 8; ++n_bits) {
            const at::Tensor x = ops::dequantise(pixels, at::full({1, 1, 16, 16}, u), n_bits);
            const int shift = 8 - n_bits;
            const at::Tensor expected = pixels.bitwise_right_shift(shift).bitwise_left_shift(shift);
            EXPECT_TRUE(at::equal(ops::quantise(x, n_bits), expected)) << u << ' ' << n_bits;
        }
    }
}

TEST(Quantise, OddInputStaysInRange) {
    const float infinity = std::numeric_limits<float>::infinity();
    const at::Tensor x = at::tensor({-infinity, -7.0F, std::nanf(""), 1.0F, 1e30F, infinity});
    const at::Tensor expected = at::tensor({0, 0, 0, 255, 255, 255}, at::kByte);
    EXPECT_TRUE(at::equal(ops::quantise(x, 8), expected));
    EXPECT_TRUE(at::equal(ops::quantise(x.to(at::kDouble), 8), expected));
}

TEST(Dequantise, EmptyAndSlicedInputWork) {
    EXPECT_EQ(ops::dequantise(at::empty({0, 3, 4, 4}, at::kByte), {}, 8).sizes(), at::IntArrayRef({0, 3, 4, 4}));
    const at::Tensor pixels = at::randint(256, {3, 5, 7, 9}, at::kByte);
    EXPECT_TRUE(
        at::equal(ops::dequantise(pixels.narrow(1, 2, 2), {}, 8), ops::dequantise(pixels, {}, 8).narrow(1, 2, 2)));
}

TEST(Dequantise, WrongInputIsRefused) {
    const at::Tensor pixels = at::zeros({1, 1, 2, 2}, at::kByte);
    EXPECT_THROW(ops::dequantise(pixels, {}, 0), Error);
    EXPECT_THROW(ops::dequantise(pixels, {}, 9), Error);
    EXPECT_THROW(ops::dequantise(at::zeros({1, 1, 2, 2}), {}, 8), Error);
    EXPECT_THROW(ops::dequantise(pixels, at::zeros({1, 1, 2, 3}), 8), Error);
    EXPECT_THROW(ops::quantise(pixels, 8), Error);
}

}  // namespace
}  // namespace bplf::test
