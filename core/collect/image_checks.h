// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers that tell an empty picture from one with something on it.
#pragma once

#include <string>

#include "core/image/image.h"

namespace bplf {

/// Of the grey values of a picture.
struct ImageStats {
    double mean = 0;
    double deviation = 0;
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

/// "too_small", "blank", "low_info", or empty when the picture may hold a face.
std::string emptiness(const Image& image, const ImageStats& stats);

}  // namespace bplf
