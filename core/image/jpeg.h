// SPDX-License-Identifier: GPL-3.0-or-later
// JPEG files of pictures, for programs that want no PNG.
#pragma once

#include <cstddef>
#include <vector>

#include "core/image/image.h"

namespace bplf {

/// The JPEG file's bytes, colour at full resolution. quality: 1..100. Precondition: the image is not empty.
/// Error(kResource) for a side above 65500 pixels, which JPEG cannot say, and in a build without libjpeg.
std::vector<std::byte> encode_jpeg(const Image& image, int quality = 95);

}  // namespace bplf
