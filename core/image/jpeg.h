// SPDX-License-Identifier: GPL-3.0-or-later
// JPEG files of pictures, for programs that want no PNG.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "core/image/image.h"

namespace bplf {

/// The JPEG file's bytes, colour at full resolution, with an XMP packet of at most 65,000 bytes where one is given.
/// quality: 1..100. Precondition: the image is not empty.
/// Error(kResource) for a side above 65500 pixels, which JPEG cannot say, and in a build without libjpeg.
std::vector<std::byte> encode_jpeg(const Image& image, int quality = 95, std::string_view xmp = {});

}  // namespace bplf
