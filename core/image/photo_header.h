// SPDX-License-Identifier: GPL-3.0-or-later
// What the first bytes of a picture file say, read without decoding it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace bplf {

enum class PhotoFormat { kJpeg, kPng, kBmp, kWebp, kTiff, kPnm, kGif };

/// The facts needed before decoding.
struct PhotoHeader {
    PhotoFormat format = PhotoFormat::kPng;
    bool has_size = false;  ///< width and height stand at a fixed place; else only the decoder can tell
    std::int64_t width = 0;
    std::int64_t height = 0;
    int largest = 255;  ///< of a PNM: the value of white
};

/// Error(kInput) with `where` when the bytes are none of the formats, which names those that are pictures of another
/// kind, or end before the size is known.
PhotoHeader read_photo_header(std::span<const std::byte> bytes, const std::string& where);

}  // namespace bplf
