// SPDX-License-Identifier: GPL-3.0-or-later
// Contact sheets: equal-sized images on one grid.
#pragma once

#include <cstdint>
#include <span>

#include "core/image/image.h"

namespace bplf {

/// How a sheet is laid out.
struct SheetLayout {
    int columns = 0;  ///< 0 = as square as possible
    int padding = 2;  ///< pixels around and between cells, not scaled
    int scale = 1;    ///< whole-number enlargement of each cell, without smoothing
    std::uint8_t background = 255;
};

/// The images row by row on a sheet; RGB when any of them is. Empty input gives an empty image.
/// Error(kUsage) when the images differ in size or the sheet would be larger than 2^28 pixels.
Image make_sheet(std::span<const Image> images, const SheetLayout& layout = {});

}  // namespace bplf
