// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/publish/named_sheet.h"

#include <algorithm>
#include <cmath>

#include "core/image/resize.h"
#include "core/image/sheet.h"
#include "core/plot/drawing.h"

namespace bplf {
namespace {

constexpr double kLine = 1.6;  ///< height of a line of text over its size
constexpr Rgb kInk{30, 30, 30};

double text_size(const Image& cell) {
    return std::clamp(std::round(cell.width / 14.0), 9.0, 40.0);
}

void paste(const Image& from, Image& to, int left, int top) {
    const auto row = static_cast<std::size_t>(from.width) * 3;
    for (int y = 0; y < from.height; ++y)
        std::copy_n(&from.pixels[row * static_cast<std::size_t>(y)], row, &to.at(left, top + y));
}

Image captioned(const Image& cell, const std::string& caption) {
    const double size = text_size(cell);
    const int line = static_cast<int>(std::ceil(size * kLine));
    Image result(cell.width, cell.height + line, 3, 255);
    paste(to_rgb(cell), result, 0, 0);
    if (caption.empty()) return result;
    Drawing strip;
    strip.width = cell.width;
    strip.height = line;
    strip.items.push_back(DrawText{.at = {cell.width / 2.0, size * 1.15},
                                   .text = caption,
                                   .size = size,
                                   .color = kInk,
                                   .anchor = TextAnchor::kMiddle,
                                   .max_width = static_cast<double>(cell.width)});
    paste(to_image(strip, 1), result, 0, cell.height);
    return result;
}

/// The sheet with a column of names on its left, each at the middle of its row's pictures.
Image with_row_names(const Image& sheet, const std::vector<std::string>& names, const Image& cell, int row_height) {
    const double size = text_size(cell);
    double widest = 0;
    for (const std::string& name : names) widest = std::max(widest, text_width(name, size));
    const int column = static_cast<int>(std::ceil(widest + size));
    Drawing strip;
    strip.width = column;
    strip.height = sheet.height;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const double middle = static_cast<double>(i) * row_height + SheetLayout{}.padding + cell.height / 2.0;
        strip.items.push_back(DrawText{.at = {column - size / 2, middle + size * 0.35},
                                       .text = names[i],
                                       .size = size,
                                       .color = kInk,
                                       .anchor = TextAnchor::kEnd});
    }
    Image result(column + sheet.width, sheet.height, 3, 255);
    paste(to_image(strip, 1), result, 0, 0);
    paste(to_rgb(sheet), result, column, 0);
    return result;
}

}  // namespace

Image named_sheet(const std::vector<Image>& cells, int columns, const SheetNames& names) {
    if (names.captions.empty() && names.rows.empty()) return make_sheet(cells, {.columns = columns});
    std::vector<Image> pictures = cells;
    if (!names.captions.empty())
        for (std::size_t i = 0; i < cells.size(); ++i)
            pictures[i] = captioned(cells[i], i < names.captions.size() ? names.captions[i] : std::string());
    Image sheet = make_sheet(pictures, {.columns = columns});
    if (names.rows.empty() || cells.empty()) return sheet;
    return with_row_names(sheet, names.rows, cells[0], pictures[0].height + SheetLayout{}.padding);
}

}  // namespace bplf
