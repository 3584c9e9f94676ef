// SPDX-License-Identifier: GPL-3.0-or-later
// How large pictures are saved.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "core/image/image.h"

namespace bplf {

/// Of each picture, on a sheet or alone.
struct SavedSize {
    int scale = 1;           ///< whole-number enlargement, at least 1
    bool is_smooth = false;  ///< enlarge with Lanczos instead of square pixels
    int pixels = 0;          ///< width of the saved picture, in place of the scale; 0 = by the scale
    bool operator==(const SavedSize&) const = default;
};

/// Of a picture in a file of its own, where the scale, which is for looking at many faces on a sheet, does not count.
SavedSize size_alone(SavedSize size);
/// Adds the fields to a recipe: "scale", "smooth" and, where there is one, "pixels".
void write_size(nlohmann::json& recipe, const SavedSize& size);
/// The picture as it is saved.
Image at_size(const Image& image, const SavedSize& size);

}  // namespace bplf
