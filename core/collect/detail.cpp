// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/detail.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "core/image/resize.h"

namespace bplf {
namespace {

constexpr int kLines = 24;         // rows and as many columns that are looked at
constexpr int kLongest = 512;      // pixels of a line
constexpr double kVisible = 0.03;  // of the contrast: what lies above a frequency and is weaker is not missed

/// 2 to 8 where every pixel was repeated so often in both directions, else 1.
int repetition(const Image& image) {
    for (const int factor : {8, 7, 6, 5, 4, 3, 2}) {
        if (image.width % factor != 0 || image.height % factor != 0) continue;
        bool same = true;
        for (int y = 0; y < image.height && same; ++y) {
            for (int x = 0; x < image.width && same; ++x) {
                for (int c = 0; c < image.channels && same; ++c) {
                    same = image.at(x, y, c) == image.at(x - x % factor, y - y % factor, c);
                }
            }
        }
        if (same) return factor;
    }
    return 1;
}

/// The picture inside an upright square, which is clipped to it; at least a pixel.
Image inside(const Image& image, const CropSquare& square) {
    const double half = square.side / 2;
    const auto clipped = [](double value, int most) {
        return std::clamp(static_cast<int>(std::lround(value)), 0, most);
    };
    const int x0 = clipped(square.centre.x - half, image.width - 1), x1 = clipped(square.centre.x + half, image.width);
    const int y0 = clipped(square.centre.y - half, image.height - 1),
              y1 = clipped(square.centre.y + half, image.height);
    return crop(image, x0, y0, std::clamp(x1 - x0, 1, kLongest), std::clamp(y1 - y0, 1, kLongest));
}

/// Adds the power of a line's frequencies, from its cosine transform under a sine window.
void add_power(const std::vector<double>& line, std::vector<double>& power) {
    const std::size_t count = line.size();
    double mean = 0;
    for (const double value : line) mean += value / static_cast<double>(count);
    std::vector<double> windowed(count);
    for (std::size_t i = 0; i < count; ++i) {
        const double at = (static_cast<double>(i) + 0.5) / static_cast<double>(count);
        windowed[i] = (line[i] - mean) * std::sin(std::numbers::pi * at);
    }
    // cos(k(i + 1/2)π/n) from a table of one period: 4n steps of π/2n.
    std::vector<double> cosines(4 * count);
    for (std::size_t i = 0; i < cosines.size(); ++i) {
        cosines[i] = std::cos(std::numbers::pi * static_cast<double>(i) / (2 * static_cast<double>(count)));
    }
    for (std::size_t k = 1; k < count; ++k) {
        double sum = 0;
        std::size_t phase = k;
        for (std::size_t i = 0; i < count; ++i) {
            sum += windowed[i] * cosines[phase];
            phase += 2 * k;
            if (phase >= cosines.size()) phase -= cosines.size();
        }
        power[k] += sum * sum;
    }
}

std::vector<double> line_of(const Image& grey, int index, bool row) {
    const int length = row ? grey.width : grey.height;
    std::vector<double> line;
    line.reserve(static_cast<std::size_t>(length));
    for (int i = 0; i < length; ++i) line.push_back(row ? grey.at(i, index) : grey.at(index, i));
    return line;
}

/// Of the rows or columns, in shares of the highest frequency: above it nothing is missed.
double highest_share(const Image& grey, bool rows) {
    const int length = rows ? grey.width : grey.height, across = rows ? grey.height : grey.width;
    std::vector<double> power(static_cast<std::size_t>(length));
    for (int i = 0; i < kLines; ++i) add_power(line_of(grey, across * (2 * i + 5) / (2 * kLines + 8), rows), power);
    double total = 0, above = 0;
    for (const double value : power) total += value;
    for (std::size_t k = power.size(); k-- > 1;) {
        above += power[k];
        if (above > kVisible * kVisible * total) return static_cast<double>(k + 1) / static_cast<double>(length);
    }
    return 1.0 / length;
}

}  // namespace

double detailed_side(const Image& image, const CropSquare& square) {
    const int factor = repetition(image);
    if (factor > 1) {
        const Image once = resize(image, image.width / factor, image.height / factor, Filter::kNearest);
        const double f = factor;
        return detailed_side(once, {{square.centre.x / f, square.centre.y / f}, square.side / f, square.roll});
    }
    const Image grey = to_grey(inside(image, square));
    return square.side * std::max(highest_share(grey, true), highest_share(grey, false));
}

}  // namespace bplf
