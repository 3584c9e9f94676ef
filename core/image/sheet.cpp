// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/sheet.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/base/error.h"
#include "core/image/resize.h"

namespace bplf {
namespace {

constexpr std::int64_t kMostPixels = std::int64_t{1} << 28;

void check(std::span<const Image> images, const SheetLayout& layout) {
    BPLF_CHECK(layout.columns >= 0 && layout.padding >= 0 && layout.scale >= 1, "sheet layout");
    for (const Image& image : images) {
        if (image.width != images[0].width || image.height != images[0].height || image.empty()) {
            throw_usage_error("The images of a sheet must all have the same size.");
        }
    }
}

int column_count(const SheetLayout& layout, std::size_t images) {
    if (layout.columns > 0) return std::min(layout.columns, static_cast<int>(images));
    return static_cast<int>(std::ceil(std::sqrt(static_cast<double>(images))));
}

void paste(const Image& from, Image& to, int x, int y) {
    const auto row = static_cast<std::size_t>(from.width) * static_cast<std::size_t>(from.channels);
    for (int i = 0; i < from.height; ++i) {
        const auto begin = from.pixels.begin() + static_cast<std::ptrdiff_t>(row) * i;
        std::copy_n(begin, row, &to.at(x, y + i));
    }
}

}  // namespace

Image make_sheet(std::span<const Image> images, const SheetLayout& layout) {
    if (images.empty()) return {};
    check(images, layout);
    const int columns = column_count(layout, images.size());
    const int rows = (static_cast<int>(images.size()) + columns - 1) / columns;
    const std::int64_t step_x = std::int64_t{images[0].width} * layout.scale + layout.padding;
    const std::int64_t step_y = std::int64_t{images[0].height} * layout.scale + layout.padding;
    const std::int64_t width = columns * step_x + layout.padding;
    const std::int64_t height = rows * step_y + layout.padding;
    if (width > kMostPixels || height > kMostPixels || width * height > kMostPixels) {
        throw_usage_error("The sheet would have " + std::to_string(width) + " x " + std::to_string(height) + " pixels.",
                          {}, "Ask for fewer images or a smaller scale.");
    }
    const bool color =
        std::any_of(images.begin(), images.end(), [](const Image& image) { return image.channels == 3; });
    Image sheet(static_cast<int>(width), static_cast<int>(height), color ? 3 : 1, layout.background);
    for (std::size_t i = 0; i < images.size(); ++i) {
        const Image cell = color ? to_rgb(images[i]) : images[i];
        const auto column = static_cast<std::int64_t>(i) % columns;
        const auto row = static_cast<std::int64_t>(i) / columns;
        paste(resize(cell, cell.width * layout.scale, cell.height * layout.scale, Filter::kNearest), sheet,
              static_cast<int>(layout.padding + column * step_x), static_cast<int>(layout.padding + row * step_y));
    }
    return sheet;
}

}  // namespace bplf
