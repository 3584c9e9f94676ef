// SPDX-License-Identifier: GPL-3.0-or-later
// Changes that leave the label true: mirroring and small shifts.
#pragma once

#include <cstdint>
#include <span>

namespace bplf {

struct AugmentOptions {
    bool flip = false;
    int shift = 0;  ///< largest shift in pixels along each axis
    std::uint64_t seed = 0;
};

struct ImageShape {
    int channels = 1;
    int height = 0;
    int width = 0;
};

/// Writes the image [C, H, W] to `out`, changed by draws that depend on (seed, epoch, place) only. Pixels
/// shifted in repeat the edge. Precondition: both spans hold C·H·W bytes and do not overlap.
void augment_image(std::span<const std::uint8_t> image, const ImageShape& shape, const AugmentOptions& options,
                   std::int64_t epoch, std::int64_t place, std::span<std::uint8_t> out);

}  // namespace bplf
