// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/paste.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "core/base/error.h"
#include "core/image/resize.h"

namespace bplf {
namespace {

/// after − before of each channel, with smooth values between pixels.
class Difference {
  public:
    Difference(const Image& before, const Image& after)
        : width_(before.width), height_(before.height), channels_(before.channels) {
        for (std::size_t i = 0; i < before.pixels.size(); ++i)
            values_.push_back(static_cast<double>(after.pixels[i]) - before.pixels[i]);
    }

    /// At shares of the side, Catmull-Rom.
    double at(double u, double v, int channel) const {
        const double x = u * width_ - 0.5, y = v * height_ - 0.5;
        const int left = static_cast<int>(std::floor(x)), above = static_cast<int>(std::floor(y));
        double sum = 0;
        for (int row = -1; row <= 2; ++row) {
            const double weight = cubic(y - (above + row));
            for (int column = -1; column <= 2; ++column)
                sum += weight * cubic(x - (left + column)) * value(left + column, above + row, channel);
        }
        return sum;
    }

  private:
    static double cubic(double distance) {
        const double d = std::abs(distance);
        if (d < 1) return (1.5 * d - 2.5) * d * d + 1;
        return d < 2 ? ((-0.5 * d + 2.5) * d - 4) * d + 2 : 0;
    }
    double value(int x, int y, int channel) const {
        const int column = std::clamp(x, 0, width_ - 1), row = std::clamp(y, 0, height_ - 1);
        return values_[static_cast<std::size_t>((row * width_ + column) * channels_ + channel)];
    }

    int width_, height_, channels_;
    std::vector<double> values_;
};

/// 0 at the edge of the square, 1 from kPasteEdge on.
double fade(double share) {
    const double inside = std::clamp(std::min(share, 1 - share) / kPasteEdge, 0.0, 1.0);
    return 0.5 - 0.5 * std::cos(std::numbers::pi * inside);
}

Image with_channels(const Image& image, int channels) {
    return channels == 1 ? to_grey(image) : image;
}

}  // namespace

Image paste_back(const Image& photo, const CropSquare& square, const Image& before, const Image& after) {
    BPLF_CHECK(before.width == after.width && before.height == after.height && before.channels == after.channels &&
                   !before.empty(),
               "two pictures of one crop");
    BPLF_CHECK(square.side > 0, "a square with a side");
    const Difference difference(with_channels(before, photo.channels), with_channels(after, photo.channels));
    const int last = std::min(before.channels, photo.channels) - 1;
    const double c = std::cos(square.roll * std::numbers::pi / 180), s = std::sin(square.roll * std::numbers::pi / 180);
    const double reach = square.side / 2 * (std::abs(c) + std::abs(s));
    const auto first = [&](double centre) { return std::max(0, static_cast<int>(std::floor(centre - reach))); };
    const int right = std::min(photo.width, static_cast<int>(std::ceil(square.centre.x + reach)));
    const int below = std::min(photo.height, static_cast<int>(std::ceil(square.centre.y + reach)));
    Image result = photo;
    for (int y = first(square.centre.y); y < below; ++y) {
        for (int x = first(square.centre.x); x < right; ++x) {
            const double dx = x + 0.5 - square.centre.x, dy = y + 0.5 - square.centre.y;
            const double u = (c * dx + s * dy) / square.side + 0.5, v = (c * dy - s * dx) / square.side + 0.5;
            if (u <= 0 || u >= 1 || v <= 0 || v >= 1) continue;
            const double weight = fade(u) * fade(v);
            for (int channel = 0; channel < photo.channels; ++channel) {
                const double value = photo.at(x, y, channel) + weight * difference.at(u, v, std::min(channel, last));
                result.at(x, y, channel) = static_cast<std::uint8_t>(std::clamp(std::floor(value + 0.5), 0.0, 255.0));
            }
        }
    }
    return result;
}

}  // namespace bplf
