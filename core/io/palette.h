// SPDX-License-Identifier: GPL-3.0-or-later
// 256 colours for a clip: median cut over a histogram.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/image/image.h"

namespace bplf {

using Color = std::array<std::uint8_t, 3>;

/// How often colours occur, on a grid of 64 x 64 x 64 cells with the exact sum of each cell.
class ColorHistogram {
  public:
    ColorHistogram() : cells_(kCells) {}

    /// Precondition: an RGB image.
    void add(const Image& image);
    /// Whether every pixel so far had equal channels.
    bool is_grey() const { return grey_; }
    /// At most 256 colours, each the mean of its box (Heckbert's median cut, cutting the box with
    /// the most pixels along its longest side). Deterministic.
    std::vector<Color> median_cut() const;

    static constexpr int kBits = 6;
    static constexpr std::size_t kCells = std::size_t{1} << (3 * kBits);
    static std::size_t cell_of(const std::uint8_t* rgb) {
        return (std::size_t{rgb[0]} >> (8 - kBits) << (2 * kBits)) | (std::size_t{rgb[1]} >> (8 - kBits) << kBits) |
               (std::size_t{rgb[2]} >> (8 - kBits));
    }

  private:
    struct Cell {
        std::uint64_t count = 0;
        std::array<std::uint64_t, 3> sum{};
    };

    Color mean_of(const std::uint32_t* begin, const std::uint32_t* end) const;
    std::uint64_t count_of(const std::uint32_t* begin, const std::uint32_t* end) const;

    std::vector<Cell> cells_;
    bool grey_ = true;
};

/// Pixels to palette indices, nearest colour by squared distance, remembered per histogram cell.
class ColorMapper {
  public:
    explicit ColorMapper(std::vector<Color> colors) : colors_(std::move(colors)), index_(ColorHistogram::kCells, -1) {}

    std::uint8_t index_of(const std::uint8_t* rgb);

  private:
    std::vector<Color> colors_;
    std::vector<std::int16_t> index_;
};

}  // namespace bplf
