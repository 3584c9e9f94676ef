// SPDX-License-Identifier: GPL-3.0-or-later
// What of a crop was in the photograph: outside it a crop repeats the photograph's edge.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/face/align.h"

namespace bplf {

/// The mask of sample_square(image, square, size) for an image of width × height pixels: 1 where the centre of the
/// crop's pixel lies in the image, 0 where it does not. Row-major, [size, size].
std::vector<std::uint8_t> real_pixels(const CropSquare& square, int width, int height, int size);

/// The share of zeros in such a mask, 0 to 1; 0 for an empty one.
double padded_share(std::span<const std::uint8_t> mask);

/// The margin of a crop whose square is first widened by `first` and then by `second`, both as in crop_square.
double both_margins(double first, double second);

}  // namespace bplf
