// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/mask.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/error.h"

namespace bplf {
namespace {

constexpr double kDegree = std::numbers::pi / 180;

}  // namespace

bool fits(const MaskShape& shape, int width, int height) {
    const double c = std::cos(shape.roll * kDegree), s = std::sin(shape.roll * kDegree);
    const double reach_x = std::hypot(shape.radius_x * c, shape.radius_y * s);
    const double reach_y = std::hypot(shape.radius_x * s, shape.radius_y * c);
    constexpr double kSlack = 1e-9;
    return shape.x - reach_x >= -kSlack && shape.x + reach_x <= width + kSlack && shape.y - reach_y >= -kSlack &&
           shape.y + reach_y <= height + kSlack;
}

MaskShape mirrored(const MaskShape& shape, int width) {
    MaskShape other = shape;
    other.x = width - shape.x;
    other.roll = -shape.roll;
    return other;
}

Image draw_mask(int width, int height, const MaskShape& shape) {
    BPLF_CHECK(shape.radius_x > 0 && shape.radius_y > 0, "an ellipse has two radii");
    const double c = std::cos(shape.roll * kDegree), s = std::sin(shape.roll * kDegree);
    const double edge = std::min(1.0, shape.edge / std::min(shape.radius_x, shape.radius_y));
    Image mask(width, height, 1);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const double dx = x + 0.5 - shape.x, dy = y + 0.5 - shape.y;
            const double r = std::hypot((c * dx + s * dy) / shape.radius_x, (c * dy - s * dx) / shape.radius_y);
            if (r >= 1) continue;
            const double share = edge > 0 ? std::min(1.0, (1 - r) / edge) : 1.0;
            mask.at(x, y) = static_cast<std::uint8_t>(std::lround(127.5 * (1 - std::cos(std::numbers::pi * share))));
        }
    }
    return mask;
}

Image masked(const Image& image, const Image& mask, std::uint8_t background) {
    BPLF_CHECK(mask.channels == 1 && mask.width == image.width && mask.height == image.height,
               "a mask is as large as its picture");
    Image result = image;
    for (std::size_t p = 0; p < mask.pixels.size(); ++p) {
        const int shown = mask.pixels[p];
        for (int c = 0; c < image.channels; ++c) {
            std::uint8_t& value =
                result.pixels[p * static_cast<std::size_t>(image.channels) + static_cast<std::size_t>(c)];
            value = static_cast<std::uint8_t>((shown * value + (255 - shown) * background + 127) / 255);
        }
    }
    return result;
}

}  // namespace bplf
