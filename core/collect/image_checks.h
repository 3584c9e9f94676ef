// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers that tell an empty picture from one with something on it.
#pragma once

#include <string>

#include "core/face/align.h"
#include "core/image/image.h"

namespace bplf {

/// Of the grey values of a picture.
struct ImageStats {
    double mean = 0;
    double deviation = 0;
    double range = 0;      ///< largest less smallest
    double spread = 0;     ///< 99th less 1st percentile
    double entropy = 0;    ///< bits per pixel of the histogram
    double sharpness = 0;  ///< variance of the Laplacian; depends on the picture's size
};

/// Precondition: image not empty.
ImageStats image_stats(const Image& image);

inline constexpr int kSmallestSide = 24;      ///< pixels; the cascade's window
inline constexpr double kLeastSpread = 16;    ///< grey levels
inline constexpr double kLeastEntropy = 3.0;  ///< bits
inline constexpr double kMostUpscale = 4;     ///< enlargement of a face

/// The same inside a square that may be turned and reach over the picture: of its upright bounds. Preconditions: image
/// not empty, side > 0.
ImageStats stats_inside(const Image& image, const CropSquare& square);

/// "blank", "low_info", or empty when there may be a face.
std::string emptiness(const ImageStats& stats);

}  // namespace bplf
