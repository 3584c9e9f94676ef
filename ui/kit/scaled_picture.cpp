// SPDX-License-Identifier: GPL-3.0-or-later
// Scaling through core's resampler, so that what is seen is what an export gives.
#include "ui/kit/scaled_picture.h"

#include <algorithm>

#include "core/image/resize.h"

namespace bplf::ui {
namespace {

constexpr int kLargestSide = 1024;

QImage toRgbx(const Image& image) {
    QImage result(image.width, image.height, QImage::Format_RGBX8888);
    for (int y = 0; y < image.height; ++y) {
        auto* out = result.scanLine(y);
        for (int x = 0; x < image.width; ++x, out += 4) {
            for (int c = 0; c < 3; ++c) out[c] = image.at(x, y, std::min(c, image.channels - 1));
            out[3] = 255;
        }
    }
    return result;
}

}  // namespace

QImage scaledPicture(const Image& image, int width, int height, bool smooth) {
    if (image.empty()) return {};
    const int w = std::clamp(width, 1, std::max(kLargestSide, image.width));
    const int h = std::clamp(height, 1, std::max(kLargestSide, image.height));
    if (w == image.width && h == image.height) return toRgbx(image);
    const bool shrinking = w < image.width;
    const Filter filter = !smooth ? Filter::kNearest : shrinking ? Filter::kArea : Filter::kBicubic;
    return toRgbx(resize(image, w, h, filter));
}

}  // namespace bplf::ui
