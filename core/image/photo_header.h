// SPDX-License-Identifier: GPL-3.0-or-later
// What a picture file says about itself, read without decoding it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace bplf {

enum class PhotoFormat { kJpeg, kPng, kBmp, kWebp, kTiff, kPnm };

/// The facts needed before decoding.
struct PhotoHeader {
    PhotoFormat format = PhotoFormat::kPng;
    std::int64_t width = 0;
    std::int64_t height = 0;
    bool grey = false;    ///< stored as one channel, or one and alpha
    int orientation = 1;  ///< EXIF, 1…8
};

/// Error(kInput) with `where` when the bytes are none of the formats, or end before the size is
/// known.
PhotoHeader read_photo_header(std::span<const std::byte> bytes, const std::string& where);

/// Whether a JPEG has its end marker: decoders fill the missing rest of a cut file with grey,
/// silently.
bool jpeg_is_complete(std::span<const std::byte> bytes);

}  // namespace bplf
