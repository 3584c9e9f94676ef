// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/palette.h"

#include <algorithm>
#include <numeric>

namespace bplf {
namespace {

constexpr std::size_t kMostColors = 256;
constexpr std::uint32_t kMask = (1u << ColorHistogram::kBits) - 1;

/// A box of the cut: a run of the sorted cell indices.
struct Box {
    std::uint32_t* begin;
    std::uint32_t* end;
    std::uint64_t pixels;
};

std::uint32_t coordinate(std::uint32_t cell, int axis) {
    return (cell >> (ColorHistogram::kBits * (2 - axis))) & kMask;
}

int longest_axis(const Box& box) {
    int longest = 0;
    std::uint32_t most = 0;
    for (int axis = 0; axis < 3; ++axis) {
        const auto [low, high] = std::minmax_element(
            box.begin, box.end, [&](auto a, auto b) { return coordinate(a, axis) < coordinate(b, axis); });
        const std::uint32_t extent = coordinate(*high, axis) - coordinate(*low, axis);
        if (extent > most) longest = axis, most = extent;
    }
    return longest;
}

/// The box with the most pixels that can still be cut.
std::vector<Box>::iterator next_to_cut(std::vector<Box>& boxes) {
    auto best = boxes.end();
    for (auto box = boxes.begin(); box != boxes.end(); ++box) {
        const bool can_be_cut = box->end - box->begin > 1;
        if (can_be_cut && (best == boxes.end() || box->pixels > best->pixels)) best = box;
    }
    return best;
}

}  // namespace

void ColorHistogram::add(const Image& image) {
    for (std::size_t i = 0; i + 2 < image.pixels.size(); i += 3) {
        const std::uint8_t* rgb = image.pixels.data() + i;
        grey_ = grey_ && rgb[0] == rgb[1] && rgb[1] == rgb[2];
        Cell& cell = cells_[cell_of(rgb)];
        ++cell.count;
        for (std::size_t c = 0; c < 3; ++c) cell.sum[c] += rgb[c];
    }
}

std::uint64_t ColorHistogram::count_of(const std::uint32_t* begin, const std::uint32_t* end) const {
    return std::accumulate(begin, end, std::uint64_t{0},
                           [&](std::uint64_t sum, std::uint32_t cell) { return sum + cells_[cell].count; });
}

Color ColorHistogram::mean_of(const std::uint32_t* begin, const std::uint32_t* end) const {
    const std::uint64_t count = count_of(begin, end);
    Color mean{};
    for (std::size_t c = 0; c < 3; ++c) {
        std::uint64_t sum = 0;
        for (const auto* cell = begin; cell != end; ++cell) sum += cells_[*cell].sum[c];
        mean[c] = static_cast<std::uint8_t>((sum + count / 2) / count);
    }
    return mean;
}

std::vector<Color> ColorHistogram::median_cut() const {
    std::vector<std::uint32_t> used;
    for (std::uint32_t cell = 0; cell < kCells; ++cell) {
        if (cells_[cell].count > 0) used.push_back(cell);
    }
    if (used.empty()) return {};
    std::uint32_t* const first = used.data();
    std::vector<Box> boxes{{first, first + used.size(), count_of(first, first + used.size())}};
    while (boxes.size() < kMostColors) {
        const auto found = next_to_cut(boxes);
        if (found == boxes.end()) break;
        Box& box = *found;
        const int axis = longest_axis(box);
        std::sort(box.begin, box.end, [&](std::uint32_t a, std::uint32_t b) {
            return std::pair(coordinate(a, axis), a) < std::pair(coordinate(b, axis), b);
        });
        std::uint32_t* middle = box.begin;
        std::uint64_t below = 0;
        while (below < box.pixels / 2 || middle == box.begin) below += cells_[*middle++].count;
        if (middle == box.end) below -= cells_[*--middle].count;
        const Box upper{middle, box.end, box.pixels - below};
        box.end = middle;
        box.pixels = below;
        boxes.push_back(upper);
    }
    std::vector<Color> colors;
    for (const Box& box : boxes) colors.push_back(mean_of(box.begin, box.end));
    return colors;
}

std::uint8_t ColorMapper::index_of(const std::uint8_t* rgb) {
    std::int16_t& known = index_[ColorHistogram::cell_of(rgb)];
    if (known >= 0) return static_cast<std::uint8_t>(known);
    const auto distance = [&](const Color& color) {
        int sum = 0;
        for (std::size_t c = 0; c < 3; ++c) sum += (color[c] - rgb[c]) * (color[c] - rgb[c]);
        return sum;
    };
    const auto nearest = std::min_element(colors_.begin(), colors_.end(),
                                          [&](const Color& a, const Color& b) { return distance(a) < distance(b); });
    known = static_cast<std::int16_t>(nearest - colors_.begin());
    return static_cast<std::uint8_t>(known);
}

}  // namespace bplf
