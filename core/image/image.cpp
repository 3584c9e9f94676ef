// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/image.h"

#include <algorithm>
#include <span>

#include "core/base/error.h"
#include "core/base/sha256.h"

namespace bplf {

Image centred_on_black(const Image& image, int side) {
    BPLF_CHECK(side >= image.width && side >= image.height, "the image fits into the square");
    Image result(side, side, image.channels);
    const int left = (side - image.width) / 2, top = (side - image.height) / 2;
    for (int y = 0; y < image.height; ++y) {
        std::copy_n(&image.pixels[static_cast<std::size_t>(y * image.width * image.channels)],
                    image.width * image.channels, &result.at(left, top + y));
    }
    return result;
}

std::string pixel_hash(const Image& image) {
    Sha256 hash;
    // The size belongs to the picture: 2x8 and 4x4 pixels of equal bytes are different pictures.
    hash.update(std::to_string(image.width) + "x" + std::to_string(image.height) + "x" +
                std::to_string(image.channels) + ":");
    hash.update(std::as_bytes(std::span(image.pixels)));
    return hash.hex();
}

}  // namespace bplf
