// SPDX-License-Identifier: GPL-3.0-or-later
// Evening out the light of pictures.
#pragma once

#include <string>
#include <string_view>

#include "core/image/image.h"

namespace bplf {

enum class Illumination {
    kOff,
    kEqualize,  ///< the histogram of the whole picture made flat
    kClahe      ///< the same in tiles, contrast limited to 2 times the mean: for light from one side
};

/// "off", "equalize", "clahe". Error(kUsage) for other words.
Illumination parse_illumination(std::string_view text);

/// Each channel evened out by itself. Precondition: image not empty.
Image even_out(const Image& image, Illumination how);

}  // namespace bplf
