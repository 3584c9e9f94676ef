// SPDX-License-Identifier: GPL-3.0-or-later
// Scaling through core's resampler, so that what is seen is what an export gives.
#include "ui/viewport/cell_pixels.h"

#include <algorithm>
#include <cstring>

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

const QImage& CellPixels::get(std::size_t slot, const Image& image, std::uint64_t version,
                              int width, int height, bool smooth) {
    if (slot >= m_entries.size()) m_entries.resize(slot + 1);
    Entry& entry = m_entries[slot];
    if (entry.version != version || entry.width != width || entry.height != height ||
        entry.smooth != smooth || entry.pixels.isNull()) {
        entry = {version, width, height, smooth, entry.revision + 1,
                 scaledPicture(image, width, height, smooth)};
    }
    return entry.pixels;
}

}  // namespace bplf::ui
