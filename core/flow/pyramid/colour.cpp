// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/flow/pyramid/colour.h"

#include <ATen/ATen.h>

#include "core/base/error.h"

namespace bplf::flow {
namespace {

constexpr double kRed = 0.299, kGreen = 0.587, kBlue = 0.114;

}  // namespace

at::Tensor yuv_of_rgb(const at::Tensor& rgb) {
    BPLF_CHECK(rgb.dim() == 4 && rgb.size(1) == 3, "yuv_of_rgb: three channels");
    const at::Tensor red = rgb.narrow(1, 0, 1), green = rgb.narrow(1, 1, 1), blue = rgb.narrow(1, 2, 1);
    const at::Tensor luminance = red * kRed + green * kGreen + blue * kBlue;
    return at::cat({luminance, blue - luminance, red - luminance}, 1);
}

at::Tensor rgb_of_yuv(const at::Tensor& yuv) {
    BPLF_CHECK(yuv.dim() == 4 && yuv.size(1) == 3, "rgb_of_yuv: three channels");
    const at::Tensor luminance = yuv.narrow(1, 0, 1);
    const at::Tensor blue = yuv.narrow(1, 1, 1) + luminance, red = yuv.narrow(1, 2, 1) + luminance;
    return at::cat({red, (luminance - red * kRed - blue * kBlue) / kGreen, blue}, 1);
}

}  // namespace bplf::flow
