// SPDX-License-Identifier: GPL-3.0-or-later
// Faces as picture files, alone or on one sheet; a PNG has their recipe inside.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/publish/marks.h"
#include "core/publish/named_sheet.h"
#include "core/publish/saved_size.h"

namespace bplf {

/// Makes the folder and what is missing above it. Error(kResource).
void make_folder(const std::filesystem::path& folder);

/// The name under which a picture is saved: with ".png" behind it where it has no ending. Error(kUsage) for an ending
/// that is not .png, .jpg or .jpeg, so that no file says of itself what it is not.
std::filesystem::path picture_file(const std::filesystem::path& path);

/// One face or frame, as PNG or JPEG by the name's ending, with its marks; a JPEG has no recipe.
/// Error(kResource) when it cannot be written, and picture_file()'s.
void save_picture(const std::filesystem::path& path, const Image& image, const SavedSize& size, const Marks& marks);
/// Equal-sized pictures row by row, or the picture itself where there is but one without a name. columns: 0 = as square
/// as possible. Errors: save_picture's and named_sheet's.
void save_sheet(const std::filesystem::path& path, const std::vector<Image>& images, int columns, const SavedSize& size,
                const Marks& marks, const SheetNames& names = {});

}  // namespace bplf
