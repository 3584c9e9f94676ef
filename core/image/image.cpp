// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/image.h"

#include <span>

#include "core/base/sha256.h"

namespace bplf {

std::string pixel_hash(const Image& image) {
    Sha256 hash;
    // The size belongs to the picture: 2x8 and 4x4 pixels of equal bytes are different pictures.
    hash.update(std::to_string(image.width) + "x" + std::to_string(image.height) + "x" +
                std::to_string(image.channels) + ":");
    hash.update(std::as_bytes(std::span(image.pixels)));
    return hash.hex();
}

}  // namespace bplf
