// SPDX-License-Identifier: GPL-3.0-or-later
// What of a picture is shown: an ellipse with a soft edge before an even background.
#pragma once

#include <cstdint>

#include "core/image/image.h"

namespace bplf {

/// An ellipse in a picture, in pixels; pixel i covers [i, i + 1).
struct MaskShape {
    double x = 0, y = 0;                ///< centre
    double radius_x = 0, radius_y = 0;  ///< > 0
    double roll = 0;                    ///< degrees clockwise as seen
    double edge = 0;  ///< width of the soft edge, which lies within the ellipse; 0 to the smaller radius
    bool operator==(const MaskShape&) const = default;
};

/// Whether the whole ellipse lies in a picture of this size.
bool fits(const MaskShape& shape, int width, int height);
/// The shape as it lies in the picture seen in a mirror.
MaskShape mirrored(const MaskShape& shape, int width);

/// How much of each pixel is shown, one channel: 255 inside, 0 outside, between them along the edge a raised cosine of
/// the distance in the ellipse's own measure.
Image draw_mask(int width, int height, const MaskShape& shape);

/// The picture before an even grey: (mask · pixel + (255 − mask) · background) / 255, rounded; what the mask shows
/// whole stays bit for bit. Precondition: the mask has one channel and the picture's size.
Image masked(const Image& image, const Image& mask, std::uint8_t background);

}  // namespace bplf
