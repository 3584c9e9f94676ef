// SPDX-License-Identifier: GPL-3.0-or-later
// Photos as people have them: JPEG, PNG, WebP, TIFF, BMP, PNM, upright and in 8 bits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

#include "core/image/image.h"

namespace bplf {

/// Larger pictures are refused from their header, before anything is decoded.
constexpr int kPhotoSideLimit = 30000;                  ///< pixels per side
constexpr std::int64_t kPhotoPixelLimit = 100'000'000;  ///< pixels in all (must stay below)

/// Reads a photo: EXIF orientation applied, 16 bits scaled to 8, CMYK converted, transparency laid
/// on white, palettes resolved; grey pictures keep one channel, all others are RGB.
/// JPEG, PNG and BMP always; WebP, TIFF and PNM in builds with OpenCV.
/// Errors: Error(kInput) for a missing file, something that is not a picture, a picture that is cut
/// short, damaged, empty (0 pixels) or too large.
Image read_photo(const std::filesystem::path& path);

/// The same from memory; `where` names the source in errors.
Image read_photo(std::span<const std::byte> bytes, const std::string& where);

}  // namespace bplf
