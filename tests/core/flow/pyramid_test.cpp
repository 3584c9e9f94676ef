// SPDX-License-Identifier: GPL-3.0-or-later
// Colour, Haar's bands, levels given what lies below them, and a base with levels as one exact density.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numbers>

#include "core/base/error.h"
#include "core/flow/layers/dynamic_linear.h"
#include "core/flow/pyramid/colour.h"
#include "core/flow/pyramid/haar.h"
#include "core/flow/pyramid/pyramid.h"
#include "core/flow/registry.h"
#include "core/ops/dequantise.h"
#include "tests/core/flow/flow_cases.h"

namespace bplf::flow::test {
namespace {

using testing::HasSubstr;

at::Tensor joined(const std::vector<at::Tensor>& eps) {
    std::vector<at::Tensor> flat;
    for (const at::Tensor& code : eps) flat.push_back(code.flatten(1));
    return at::cat(flat, 1);
}

at::Tensor images_of(const FlowConfig& c, std::int64_t count) {
    return at::rand({count, c.channels, c.height, c.width_px}, at::kDouble) * 2 - 1;
}

TEST(Colour, GreyHasNoChromaAndTheTransformInverts) {
    const at::Tensor rgb = at::rand({2, 3, 2, 2}, at::kDouble) * 2 - 1;
    EXPECT_LT(largest(rgb_of_yuv(yuv_of_rgb(rgb)) - rgb), 1e-14);
    const at::Tensor grey = at::full({1, 3, 1, 1}, 0.25, at::kDouble);
    const at::Tensor yuv = yuv_of_rgb(grey);
    EXPECT_NEAR(yuv[0][0].item<double>(), 0.25, 1e-15);
    EXPECT_LT(largest(yuv.narrow(1, 1, 2)), 1e-15);
}

TEST(Colour, VolumeShrinksByTheWeightOfGreen) {
    const at::Tensor pixel = at::rand({1, 3, 1, 1}, at::kDouble);
    EXPECT_NEAR(jacobian_log_det(yuv_of_rgb, pixel), kLogDetYuv, 1e-12);
    EXPECT_NEAR(kLogDetYuv, std::log(0.587), 1e-15);
}

TEST(Haar, TakesTheMeanAndThreeBandsOfABlock) {
    const at::Tensor block = at::tensor({1.0, 2.0, 4.0, 9.0}, at::kDouble).view({1, 1, 2, 2});
    const HaarParts parts = haar_split(block);
    EXPECT_DOUBLE_EQ(parts.mean.item<double>(), 4.0);
    EXPECT_TRUE(at::equal(parts.details.flatten(), at::tensor({-3.0, -5.0, 2.0}, at::kDouble)));
    EXPECT_LT(largest(haar_join(parts) - block), 1e-15);
}

TEST(Haar, IsOrthonormalButForTheMean) {
    const at::Tensor x = at::randn({1, 2, 4, 6}, at::kDouble);
    const auto split = [](const at::Tensor& v) {
        const HaarParts parts = haar_split(v);
        return at::cat({parts.mean.flatten(1), parts.details.flatten(1)}, 1);
    };
    EXPECT_NEAR(jacobian_log_det(split, x), haar_log_det(2, 2, 3), 1e-10);
    EXPECT_LT(largest(haar_join(haar_split(x)) - x), 1e-14);
    EXPECT_LT(largest(haar_mean(haar_mean(x, 1), 0) - haar_split(x).mean), 1e-15);
}

TEST(ContextDynamicLinear, BoundsItsScaleWhateverTheNetworksSay) {
    DynamicLinearConfig config;
    config.channels = 5;
    config.parts = {2, 3};
    config.first = First::kContext;
    config.context = 2;
    config.log_scale_bound = 0.5;
    config.net.width = 4;
    DynamicLinear layer(config);
    perturb(layer, 1);
    const at::Tensor x = at::randn({1, 5, 3, 3}), context = at::randn({1, 2, 3, 3}) * 100;
    EXPECT_LE(std::abs(layer.forward(x, context).log_det.item<double>()), 0.5 * 45 + 1e-3);
    for (auto& parameter : layer.named_parameters()) {
        if (parameter.key().find("last_bias") == std::string::npos) continue;
        const at::NoGradGuard no_grad;
        parameter.value().fill_(1e12);
    }
    EXPECT_NEAR(layer.forward(x, context).log_det.item<double>(), 0.5 * 45, 1e-3);
}

/// Levels that together have even and odd splits, squeezes, grey and colour.
class EveryLevel : public testing::TestWithParam<FlowCase> {
  protected:
    EveryLevel() {
        perturb(level_);
        level_.to(at::kDouble);
    }
    Level::Parts parts(std::int64_t count) const { return level_.split(images_of(GetParam().config, count)); }
    Level level_{GetParam().config};
};

TEST_P(EveryLevel, LogLikelihoodIsGaussianPlusLogDetGivenWhatLiesBelow) {
    const Level::Parts one = parts(1);
    const auto code = [&](const at::Tensor& v) { return joined(level_.encode({v, one.given}).eps); };
    const at::Tensor eps = code(one.modelled);
    const double gaussian = (-0.5 * (eps * eps + std::log(2 * std::numbers::pi))).sum().item<double>();
    EXPECT_NEAR(level_.log_likelihood(one).item<double>(), gaussian + jacobian_log_det(code, one.modelled), 1e-8);
}

TEST_P(EveryLevel, DecodeInvertsEncode) {
    const Level::Parts some = parts(3);
    const Encoded code = level_.encode(some);
    const Decoded back = level_.decode(code.eps, some.given);
    EXPECT_LT(largest(back.x - some.modelled), 1e-9);
    EXPECT_LT(largest(back.log_likelihood - code.log_likelihood), 1e-8);
    EXPECT_LT(largest(level_.log_likelihood(some) - code.log_likelihood), 1e-9);
    const auto shapes = level_.code_shapes();
    ASSERT_EQ(shapes.size(), code.eps.size());
    for (std::size_t i = 0; i < shapes.size(); ++i) EXPECT_EQ(shapes[i].size(), code.eps[i][0].numel());
}

TEST_P(EveryLevel, DependsOnWhatIsGiven) {
    const Level::Parts one = parts(1);
    const at::Tensor other = level_.log_likelihood({one.modelled, one.given + 0.5});
    EXPECT_GT(largest(other - level_.log_likelihood(one)), 1e-3);
}

TEST_P(EveryLevel, JoinInvertsSplit) {
    const at::Tensor planes = images_of(GetParam().config, 2);
    EXPECT_LT(largest(level_.join(level_.split(planes)) - planes), 1e-14);
}

INSTANTIATE_TEST_SUITE_P(Levels, EveryLevel,
                         testing::Values(FlowCase{"grey_detail", small_level("detail", 1, 4, 0)},
                                         FlowCase{"colour_detail", small_level("detail", 3, 4, 0)},
                                         FlowCase{"squeezed_detail", small_level("detail", 1, 8, 1)},
                                         FlowCase{"chroma", small_level("chroma", 3, 4, 2)}),
                         [](const auto& test) { return test.param.name; });

TEST(TinyLevel, DensityOfTheDetailsOfABlockIntegratesToOne) {
    Level level(small_level("detail", 1, 2, 0));
    perturb(level, 0.1);
    level.to(at::kDouble);
    // The two static scales of the actnorms are near 1, so all mass lies well within ±8.
    const std::int64_t n = 48;
    const at::Tensor axis = at::linspace(-8, 8, n, at::kDouble);
    const auto grid = at::meshgrid({axis, axis, axis}, "ij");
    const at::Tensor details = at::stack({grid[0], grid[1], grid[2]}, -1).reshape({-1, 3, 1, 1});
    const at::Tensor given = at::full({details.size(0), 1, 1, 1}, 0.3, at::kDouble);
    const at::NoGradGuard no_grad;
    const double cell = std::pow(16.0 / static_cast<double>(n - 1), 3);
    EXPECT_NEAR(level.log_likelihood({details, given}).exp().sum().item<double>() * cell, 1.0, 1e-3);
}

TEST(LevelPixels, FinerPixelsAreAveragedAfterDequantisation) {
    Level level(small_level("chroma", 3, 4, 1));
    level.set_reduction(1);
    const at::Tensor pixels = at::randint(0, 256, {2, 3, 8, 8}, at::kByte);
    const at::Tensor noise = at::rand({2, 3, 8, 8});
    const at::Tensor x = (pixels.to(at::kFloat) + noise) / 128 - 1;
    EXPECT_LT(largest(level.planes_of_pixels(pixels, noise) - at::avg_pool2d(yuv_of_rgb(x), 2)), 1e-5);
    EXPECT_EQ(level.modelled_dimensions(pixels), 2 * 4 * 4);
    EXPECT_EQ(level.alignment(), 4);
}

TEST(LevelPixels, DimensionsAreThoseOfTheDetailsAlone) {
    Level level(small_level("detail", 3, 8, 0));
    EXPECT_EQ(level.modelled_dimensions(at::zeros({1, 3, 8, 8})), 9 * 4 * 4);
    EXPECT_EQ(level.alignment(), 2);
}

class SmallPyramid : public testing::TestWithParam<std::int64_t> {
  protected:
    SmallPyramid() : model_(small_pyramid(GetParam())) {
        perturb(model_);
        model_.eval();
    }
    Pyramid model_;
    at::Tensor h_ = random_labels(model_.config(), 2, at::kFloat);
    at::Tensor pixels_ = at::randint(0, 256, {2, GetParam(), 8, 8}, at::kByte);
    at::Tensor x_ = ops::dequantise(pixels_, {}, 8);
};

TEST_P(SmallPyramid, PixelsComeBackFromTheirCode) {
    const Decoded back = model_.decode(model_.encode(x_, h_).eps, h_);
    EXPECT_TRUE(at::equal(ops::quantise(back.x, 8), pixels_));
}

TEST_P(SmallPyramid, PartsAddUpToTheWhole) {
    const auto parts = model_.part_log_likelihoods(x_, h_);
    ASSERT_EQ(parts.size(), model_.levels().size() + 1);
    at::Tensor total = at::full({2}, model_.log_det());
    for (const at::Tensor& part : parts) total = total + part;
    EXPECT_LT(largest(total - model_.log_likelihood(x_, h_)), 1e-3);
}

TEST_P(SmallPyramid, CoarserModelDrawsTheMeansOfTheWhole) {
    std::vector<at::Tensor> eps;
    for (const CodeShape& shape : model_.code_shapes()) {
        eps.push_back(at::randn({2, shape.channels, shape.height, shape.width}) * 0.7);
    }
    const auto coarse = coarser_model(model_, 4, GetParam());
    const std::vector<at::Tensor> own(eps.end() - static_cast<std::ptrdiff_t>(coarse->code_shapes().size()), eps.end());
    const at::Tensor fine = model_.decode(eps, h_).x;
    EXPECT_LT(largest(coarse->decode(own, h_).x - haar_mean(fine, 1)), 1e-4);
}

INSTANTIATE_TEST_SUITE_P(GreyAndColour, SmallPyramid, testing::Values(1, 3),
                         [](const auto& test) { return test.param == 1 ? "grey" : "colour"; });

TEST(PyramidSizes, TheLuminanceOfTheSmallestIsTheBaseItself) {
    const Pyramid model(small_pyramid(3));
    EXPECT_EQ(coarser_model(model, 4, 1), model.base());
    try {
        coarser_model(model, 16, 3);
        FAIL();
    } catch (const Error& error) {
        EXPECT_THAT(error.what(), HasSubstr("4 (grey), 4, 8"));
    }
}

/// The message of the Error(kUsage) that `config` is refused with.
std::string refusal_of(const FlowConfig& config) {
    try {
        validate(config);
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::kUsage);
        return error.what();
    }
    return "";
}

TEST(PyramidConfig, NamesThePartThatDoesNotFit) {
    FlowConfig config = small_pyramid(3);
    EXPECT_EQ(refusal_of(config), "");
    std::swap(config.pyramid[1], config.pyramid[2]);
    EXPECT_THAT(refusal_of(config), HasSubstr("the part 8 is of images with another number of channels"));
    config = small_pyramid(3);
    config.pyramid.back().height = config.pyramid.back().width_px = 16;
    EXPECT_THAT(refusal_of(config), HasSubstr("the part 16 is of 16×16 images on 4×4 ones"));
    config = small_pyramid(3);
    config.labels.clear();
    EXPECT_THAT(refusal_of(config), HasSubstr("not those of the base"));
    config = small_pyramid(1);
    config.pyramid.erase(config.pyramid.begin());
    EXPECT_THAT(refusal_of(config), HasSubstr("no base"));
}

TEST(PyramidConfig, SaysWhichPartEachCodeIsOf) {
    const std::vector<std::string> expected{"8", "chroma", "chroma", "base", "base"};
    EXPECT_EQ(parts_of_codes(small_pyramid(3), make_model(small_pyramid(3))->code_shapes().size()), expected);
    EXPECT_EQ(parts_of_codes(small_flow("bplf"), 2), (std::vector<std::string>{"base", "base"}));
}

TEST(PyramidConfig, PartsAreFoundByWordAndTheNamedConfigurationHasThem) {
    const FlowConfig config = load_config("emotion-128");
    EXPECT_EQ(pyramid_part(config, "chroma").height, 32);
    EXPECT_EQ(pyramid_part(config, "64").level, "detail");
    EXPECT_EQ(pyramid_part(config, "base").condition, load_config("emotion-32").condition);
    try {
        pyramid_part(config, "256");
        FAIL();
    } catch (const Error& error) {
        EXPECT_THAT(error.what(), HasSubstr("base, chroma, 64, 128"));
    }
}

}  // namespace
}  // namespace bplf::flow::test
