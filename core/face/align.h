// SPDX-License-Identifier: GPL-3.0-or-later
// From a found face to the square the models are trained on: place, size and roll of the square,
// and its antialiased sampling.
#pragma once

#include <array>
#include <span>

#include "core/face/detector.h"
#include "core/image/image.h"

namespace bplf {

/// A square in an image: centre, side in pixels, and roll in degrees (clockwise as seen; 0: upright).
struct CropSquare {
    Point centre;
    double side = 0;
    double roll = 0;
};

/// to = [[a, −b], [b, a]] · from + (tx, ty): rotation, scale and shift.
struct Similarity {
    double a = 1;
    double b = 0;
    double tx = 0;
    double ty = 0;
    Point operator()(Point p) const { return {a * p.x - b * p.y + tx, b * p.x + a * p.y + ty}; }
};

/// The least-squares similarity that maps `from` to `to`. Precondition: equal sizes, at least two
/// distinct points.
Similarity fit_similarity(std::span<const Point> from, std::span<const Point> to);

/// Mean places of the five points in our training crops, as fractions of the crop's side.
const FacePoints& crop_template();

/// The square around a face: by its five points when it has them, else by its box. `margin` widens
/// it by that fraction of its side on each side; `roll` degrees are added. In whole thousandths of a pixel and of a
/// degree, as manifests print it, so that the crop can be made again from there.
CropSquare crop_square(const Face& face, double margin = 0, double roll = 0);

/// Samples a square to size × size pixels with a triangle filter as wide as the output's pixels, so
/// that shrinking does not alias; outside the image its edge is continued. Channels as in `image`.
/// Precondition: image not empty, side > 0, size > 0.
Image sample_square(const Image& image, const CropSquare& square, int size);

/// The crop a model sees: crop_square, sample_square, then grey or RGB (`channels` 1 or 3).
Image crop_like_training(const Image& photo, const Face& face, int size, int channels, double margin = 0,
                         double roll = 0);

}  // namespace bplf
