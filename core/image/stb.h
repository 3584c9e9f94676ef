// SPDX-License-Identifier: GPL-3.0-or-later
// The two things taken from stb (public domain): PNG compression and decoding without OpenCV.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "core/image/decoded_pixels.h"
#include "core/image/image.h"

namespace bplf {

/// The image as PNG bytes. Precondition: not empty.
std::vector<std::byte> stb_encode_png(const Image& image);

/// Decodes JPEG, PNG or BMP. Error(kInput) with `where` when the data is damaged.
DecodedPixels stb_decode(std::span<const std::byte> bytes, const std::string& where);

}  // namespace bplf
