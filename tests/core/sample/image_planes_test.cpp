// SPDX-License-Identifier: GPL-3.0-or-later
// What plans do to pixels against what the LibTorch layers do to planes.
#include "core/sample/image_planes.h"

#include <gtest/gtest.h>
#include <torch/types.h>

#include "core/flow/layers/squeeze.h"
#include "core/flow/pyramid/colour.h"
#include "core/flow/pyramid/haar.h"
#include "core/sample/channel_mix.h"
#include "core/sample/pixel_grid.h"

namespace bplf::test {
namespace {

std::vector<float> pixels_of(const at::Tensor& planes) {
    const at::Tensor last = planes[0].permute({1, 2, 0}).contiguous();
    return {last.const_data_ptr<float>(), last.const_data_ptr<float>() + last.numel()};
}

void expect_near(const std::vector<float>& found, const std::vector<float>& expected) {
    ASSERT_EQ(found.size(), expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) EXPECT_NEAR(found[i], expected[i], 1e-5) << i;
}

TEST(ImagePlanes, ColourIsTheSameTransform) {
    const at::Tensor rgb = at::rand({1, 3, 4, 6}) * 2 - 1;
    std::vector<float> pixels = pixels_of(rgb);
    rgb_to_yuv(pixels);
    expect_near(pixels, pixels_of(flow::yuv_of_rgb(rgb)));
    yuv_to_rgb(pixels);
    expect_near(pixels, pixels_of(rgb));
}

TEST(ImagePlanes, HaarIsTheSameTransform) {
    const at::Tensor fine = at::randn({1, 3, 4, 6});
    const flow::HaarParts parts = flow::haar_split(fine);
    const LevelGrid coarse{3, 2, 3};
    std::vector<float> mean(coarse.size()), details(coarse.size() * 3), back(coarse.size() * 4);
    haar_apart(pixels_of(fine), coarse, mean, details);
    expect_near(mean, pixels_of(parts.mean));
    expect_near(details, pixels_of(parts.details));
    haar_together(mean, details, coarse, back);
    expect_near(back, pixels_of(fine));
}

TEST(PixelGrid, SqueezesAndTurnsAsTheFlowDoes) {
    const at::Tensor planes = at::randn({1, 2, 4, 6});
    const LevelGrid grid{2, 4, 6};
    std::vector<float> squeezed(grid.size()), back(grid.size());
    squeeze_pixels(pixels_of(planes), grid, squeezed, false);
    expect_near(squeezed, pixels_of(flow::squeeze(planes)));
    squeeze_pixels(squeezed, grid, back, true);
    expect_near(back, pixels_of(planes));
    const at::Tensor flat = planes.contiguous();
    const std::vector<float> in(flat.const_data_ptr<float>(), flat.const_data_ptr<float>() + flat.numel());
    to_pixels(in, grid, back);
    expect_near(back, pixels_of(planes));
    to_planes(back, grid, squeezed);
    expect_near(squeezed, in);
}

TEST(ChannelMix, IsTheMatrixAndItsInverse) {
    const at::Tensor weight = at::randn({3, 3}), offset = at::randn({3}), x = at::randn({1, 3, 2, 2});
    const auto list = [](const at::Tensor& t) {
        const at::Tensor flat = t.contiguous();
        return std::vector<float>(flat.const_data_ptr<float>(), flat.const_data_ptr<float>() + flat.numel());
    };
    const ChannelMix mix{list(weight), list(at::linalg_inv(weight)), list(offset), 0};
    const LevelGrid grid{3, 2, 2};
    std::vector<float> values = pixels_of(x), spare(values.size());
    mix.forward(grid, values, spare);
    expect_near(values, pixels_of(at::einsum("oc,nchw->nohw", {weight, x}) + offset.view({1, 3, 1, 1})));
    mix.backward(grid, values, spare);
    for (std::size_t i = 0; i < values.size(); ++i) EXPECT_NEAR(values[i], pixels_of(x)[i], 1e-4);
}

}  // namespace
}  // namespace bplf::test
