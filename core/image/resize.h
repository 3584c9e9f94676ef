// SPDX-License-Identifier: GPL-3.0-or-later
// Geometry and colour of 8-bit images: resampling, crops, rotation, grey and RGB.
#pragma once

#include "core/image/image.h"

namespace bplf {

/// Resampling kernels. All but kNearest are widened when shrinking, so that nothing aliases.
enum class Filter {
    kNearest,   ///< the pixel under the centre; exact for whole-number enlargement
    kArea,      ///< mean over the covered area (box)
    kTriangle,  ///< linear; the everyday choice for enlarging
    kBicubic,   ///< Catmull-Rom, a = -0.5
    kLanczos3
};

/// The image at width x height (both > 0). Pixel centres are at half integers, borders replicate,
/// values are rounded half up and clamped. Error(kInternal) for an empty image or size.
Image resize(const Image& image, int width, int height, Filter filter = Filter::kLanczos3);

/// The rectangle at (x, y); what lies outside the image repeats its border.
/// Precondition: image not empty, width and height > 0.
Image crop(const Image& image, int x, int y, int width, int height);

/// Turned by `degrees` counter-clockwise about (centre_x, centre_y) in pixel units (the centre of
/// the top left pixel is 0.5, 0.5); same size, bilinear, borders replicate.
Image rotate(const Image& image, double degrees, double centre_x, double centre_y);

/// One channel by Rec. 601 (0.299 R + 0.587 G + 0.114 B, rounded); grey images are returned as they
/// are.
Image to_grey(const Image& image);
/// Three equal channels; RGB images are returned as they are.
Image to_rgb(const Image& image);
/// Mirrored left to right.
Image flip_horizontal(const Image& image);

}  // namespace bplf
