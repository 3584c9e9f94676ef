// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/illumination.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/error.h"

namespace bplf {
namespace {

constexpr int kTiles = 4;  // per side: 8 would leave 6x6 pixels of a 48x48 face to each
constexpr double kClipLimit = 2;

using Histogram = std::array<double, 256>;
using Table = std::array<double, 256>;

struct Range {
    int x0, y0, x1, y1;
};

Histogram histogram_of(const Image& image, const Range& range, int channel) {
    Histogram counts{};
    for (int y = range.y0; y < range.y1; ++y) {
        for (int x = range.x0; x < range.x1; ++x) ++counts[image.at(x, y, channel)];
    }
    return counts;
}

/// Cuts off what exceeds the limit and gives everyone the same share of it.
void limit_contrast(Histogram& counts, double total) {
    const double limit = std::max(1.0, kClipLimit * total / 256);
    double excess = 0;
    for (double& count : counts) {
        excess += std::max(0.0, count - limit);
        count = std::min(count, limit);
    }
    for (double& count : counts) count += excess / 256;
}

Table table_of(const Histogram& counts, double total) {
    Table table{};
    double sum = 0;
    for (std::size_t i = 0; i < 256; ++i) {
        sum += counts[i];
        table[i] = 255 * sum / total;
    }
    return table;
}

std::uint8_t rounded(double value) {
    return static_cast<std::uint8_t>(std::clamp(value + 0.5, 0.0, 255.0));
}

void equalize(Image& image, int channel) {
    const Histogram counts = histogram_of(image, {0, 0, image.width, image.height}, channel);
    const double total = static_cast<double>(image.width) * image.height;
    double darkest = 0;
    for (const double count : counts) {
        if (count > 0) {
            darkest = count;
            break;
        }
    }
    if (darkest == total) return;
    const Table table = table_of(counts, total);
    for (int y = 0; y < image.height; ++y) {
        for (int x = 0; x < image.width; ++x) {
            std::uint8_t& value = image.at(x, y, channel);
            value = rounded((table[value] * total - 255 * darkest) / (total - darkest));
        }
    }
}

/// Tile tables, blended between the tiles' centres.
void clahe(Image& image, int channel) {
    std::array<Table, kTiles * kTiles> tables;
    const auto edge = [](int length, int tile) { return length * tile / kTiles; };
    for (int t = 0; t < kTiles * kTiles; ++t) {
        const int column = t % kTiles, row = t / kTiles;
        const Range range{edge(image.width, column), edge(image.height, row), edge(image.width, column + 1),
                          edge(image.height, row + 1)};
        const double total = std::max(1, (range.x1 - range.x0) * (range.y1 - range.y0));
        Histogram counts = histogram_of(image, range, channel);
        limit_contrast(counts, total);
        tables[static_cast<std::size_t>(t)] = table_of(counts, total);
    }
    const auto table_at = [&](int column, int row) -> const Table& {
        return tables[static_cast<std::size_t>(std::clamp(row, 0, kTiles - 1) * kTiles +
                                               std::clamp(column, 0, kTiles - 1))];
    };
    for (int y = 0; y < image.height; ++y) {
        const double v = (y + 0.5) * kTiles / image.height - 0.5;
        const int row = static_cast<int>(std::floor(v));
        for (int x = 0; x < image.width; ++x) {
            const double u = (x + 0.5) * kTiles / image.width - 0.5;
            const int column = static_cast<int>(std::floor(u));
            const double a = u - column, b = v - row;
            std::uint8_t& value = image.at(x, y, channel);
            const double top = (1 - a) * table_at(column, row)[value] + a * table_at(column + 1, row)[value];
            const double low = (1 - a) * table_at(column, row + 1)[value] + a * table_at(column + 1, row + 1)[value];
            value = rounded((1 - b) * top + b * low);
        }
    }
}

}  // namespace

Illumination parse_illumination(std::string_view text) {
    if (text == "off") return Illumination::kOff;
    if (text == "equalize") return Illumination::kEqualize;
    if (text == "clahe") return Illumination::kClahe;
    throw_usage_error("is not a way to even out light.", std::string(text), "Choose off, equalize or clahe.");
}

Image even_out(const Image& image, Illumination how) {
    Image result = image;
    for (int channel = 0; channel < image.channels && how != Illumination::kOff; ++channel) {
        if (how == Illumination::kEqualize)
            equalize(result, channel);
        else
            clahe(result, channel);
    }
    return result;
}

}  // namespace bplf
