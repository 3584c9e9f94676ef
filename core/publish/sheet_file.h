// SPDX-License-Identifier: GPL-3.0-or-later
// Faces as PNG files, alone or on one sheet, with their recipe inside.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/publish/saved_size.h"

namespace bplf {

/// Makes the folder and what is missing above it. Error(kResource).
void make_folder(const std::filesystem::path& folder);

/// One face or frame; an empty recipe leaves none. Error(kResource) when it cannot be written.
void save_picture(const std::filesystem::path& path, const Image& image, const SavedSize& size,
                  const std::string& recipe);
/// Equal-sized pictures row by row, or the picture itself where there is but one. columns: 0 = as square as possible.
/// Errors: make_sheet's and write_png's.
void save_sheet(const std::filesystem::path& path, const std::vector<Image>& images, int columns, const SavedSize& size,
                const std::string& recipe);

}  // namespace bplf
