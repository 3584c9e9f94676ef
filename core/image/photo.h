// SPDX-License-Identifier: GPL-3.0-or-later
// Photos as people have them: JPEG, PNG, WebP, TIFF, GIF, BMP, PNM, upright and in 8 bits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

#include "core/image/image.h"

namespace bplf {

/// Larger pictures are refused before anything is decoded.
constexpr int kPhotoSideLimit = 30000;                  ///< pixels per side
constexpr std::int64_t kPhotoPixelLimit = 100'000'000;  ///< pixels in all (must stay below)

/// Reads a photo: EXIF orientation applied, other depths scaled to 8 bits, CMYK converted, transparency laid
/// on white, palettes resolved, of an animation the first frame; grey pictures keep one channel, all others are RGB.
/// PNG and GIF always; the others where the build has their library, as the full one has for all.
/// `warning`, where given, becomes what is wrong with the file though it could be read whole, as the rest of a
/// sentence, else empty.
/// Errors: Error(kInput) for a missing file, something that is not a picture, a picture that is cut
/// short, damaged, empty (0 pixels) or too large, and a kind of picture that is not read, by its name.
Image read_photo(const std::filesystem::path& path, std::string* warning = nullptr);

/// The same from memory; `where` names the source in errors.
Image read_photo(std::span<const std::byte> bytes, const std::string& where, std::string* warning = nullptr);

}  // namespace bplf
