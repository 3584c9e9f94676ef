// SPDX-License-Identifier: GPL-3.0-or-later
// Sheets whose rows and pictures are named, so that they can be read without the program that made them.
#pragma once

#include <string>
#include <vector>

#include "core/image/image.h"

namespace bplf {

/// UTF-8. Names that are missing or empty leave their place blank.
struct SheetNames {
    std::vector<std::string> rows;      ///< left of each row; empty = no such column
    std::vector<std::string> captions;  ///< below each picture, cut to its width; empty = no such lines
    bool empty() const { return rows.empty() && captions.empty(); }
};

/// make_sheet() with names in black on white, in colour where there are any. columns: 0 = as square as possible.
/// Errors: make_sheet's; Error(kResource) for names in a build without Cairo.
Image named_sheet(const std::vector<Image>& cells, int columns, const SheetNames& names);

}  // namespace bplf
