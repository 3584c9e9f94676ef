// SPDX-License-Identifier: GPL-3.0-or-later
// Luminance of stored bytes (Rec. 601: 0.299 R + 0.587 G + 0.114 B), and pictures made alike in it.
#pragma once

#include <array>
#include <cstdint>

#include "core/image/image.h"

namespace bplf {

/// Of the pixels that a mask shows whole (255); of all where there is no mask. Every function here takes such a mask:
/// one channel, the picture's size, or empty. Error(kUsage) where it shows no pixel whole.
struct LuminanceStats {
    double mean = 0;
    double sd = 0;  ///< over the pixels, divided by their number
    std::int64_t pixels = 0;
};
LuminanceStats luminance_of(const Image& image, const Image& mask = {});

/// A pixel's luminance L becomes L · gain + offset by adding the same to each of its channels, rounded and kept in
/// 0…255: colour differences stay. Not `of_luma`, each channel v becomes v · gain + offset, as version 0.1 matched
/// colour; for a grey picture both are one.
struct LinearChange {
    double gain = 1, offset = 0;
    bool of_luma = true;
    bool operator==(const LinearChange&) const = default;
};
Image changed(const Image& image, const LinearChange& change);

/// A change toward a mean and a standard deviation, and what it leaves.
struct LinearMatch {
    LinearChange change;
    LuminanceStats after;
    double clipped = 0;  ///< share of the shown pixels that the change would put outside 0…255 in a channel
};
/// Found by repeated correction, since rounding and clipping move both; the best of them. Standard deviations that the
/// bytes cannot show, and those of an even picture, stay missed.
LinearMatch match_mean_sd(const Image& image, const Image& mask, double mean, double sd);

/// Shares of the pixels by rounded luminance; sum 1.
using LuminanceHistogram = std::array<double, 256>;
LuminanceHistogram luminance_histogram(const Image& image, const Image& mask = {});

/// Exact specification: the shown pixels in the order of their luminance (then of the means around them, then of their
/// place) get the values of `target`, by shifting all channels alike; where a channel would leave 0…255, the others
/// make up for it. Pixels that are not shown whole go as those of their luminance.
Image match_histogram(const Image& image, const Image& mask, const LuminanceHistogram& target);
/// How far a picture's luminance stays from a target: the mean over ranks of the distance between values.
double histogram_error(const Image& image, const Image& mask, const LuminanceHistogram& target);
/// Mean and standard deviation of a histogram.
LuminanceStats stats_of(const LuminanceHistogram& histogram);

}  // namespace bplf
