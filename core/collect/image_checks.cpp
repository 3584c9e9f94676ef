// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/image_checks.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/image/resize.h"

namespace bplf {
namespace {

using Histogram = std::array<std::int64_t, 256>;

int percentile(const Histogram& counts, double share, double total) {
    double sum = 0;
    for (std::size_t value = 0; value < counts.size(); ++value) {
        sum += static_cast<double>(counts[value]);
        if (sum >= share * total) return static_cast<int>(value);
    }
    return 255;
}

double laplacian_variance(const Image& grey) {
    double sum = 0, squares = 0, count = 0;
    for (int y = 1; y + 1 < grey.height; ++y) {
        for (int x = 1; x + 1 < grey.width; ++x) {
            const double value =
                grey.at(x - 1, y) + grey.at(x + 1, y) + grey.at(x, y - 1) + grey.at(x, y + 1) - 4.0 * grey.at(x, y);
            sum += value;
            squares += value * value;
            ++count;
        }
    }
    return count > 0 ? std::max(0.0, squares / count - (sum / count) * (sum / count)) : 0;
}

}  // namespace

ImageStats image_stats(const Image& image) {
    const Image grey = to_grey(image);
    Histogram counts{};
    double sum = 0, squares = 0;
    for (const std::uint8_t value : grey.pixels) {
        ++counts[value];
        sum += value;
        squares += static_cast<double>(value) * value;
    }
    const double total = static_cast<double>(grey.pixels.size());
    ImageStats stats;
    stats.mean = sum / total;
    stats.deviation = std::sqrt(std::max(0.0, squares / total - stats.mean * stats.mean));
    const auto [least, most] = std::ranges::minmax(grey.pixels);
    stats.range = most - least;
    stats.spread = percentile(counts, 0.99, total) - percentile(counts, 0.01, total);
    for (const std::int64_t count : counts) {
        if (count == 0) continue;
        const double share = static_cast<double>(count) / total;
        stats.entropy -= share * std::log2(share);
    }
    stats.sharpness = laplacian_variance(grey);
    return stats;
}

ImageStats stats_inside(const Image& image, const CropSquare& square) {
    const auto place = [&](double at, int most) { return std::clamp(static_cast<int>(std::lround(at)), 0, most); };
    const double half = square.side / 2;
    const int x0 = place(square.centre.x - half, image.width - 1), x1 = place(square.centre.x + half, image.width);
    const int y0 = place(square.centre.y - half, image.height - 1), y1 = place(square.centre.y + half, image.height);
    return image_stats(crop(image, x0, y0, std::max(1, x1 - x0), std::max(1, y1 - y0)));
}

std::string emptiness(const ImageStats& stats) {
    if (stats.spread < kLeastSpread) return "blank";
    return stats.entropy < kLeastEntropy ? "low_info" : "";
}

}  // namespace bplf
