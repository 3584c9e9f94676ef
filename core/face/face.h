// SPDX-License-Identifier: GPL-3.0-or-later
// A face in a picture: the one value that finders give, crops are cut by, and every front end carries.
#pragma once

#include <array>
#include <optional>

namespace bplf {

/// A place in an image, in pixels from its upper left corner; pixel i covers [i, i + 1).
struct Point {
    double x = 0;
    double y = 0;
    bool operator==(const Point&) const = default;
};

/// A rectangle in the same coordinates; may reach outside the image.
struct FaceRect {
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;
    bool operator==(const FaceRect&) const = default;
};

/// Left eye, right eye, nose, left and right corner of the mouth ("left" as seen in the picture).
using FacePoints = std::array<Point, 5>;

/// A found face.
struct Face {
    FaceRect box;
    double score = 0;  ///< the detector's own; comparable only within one detector
    std::optional<FacePoints> landmarks;
    /// Side of the training crop as a share of the box's, where there are no landmarks.
    double crop_share = 1;
    /// How far the head is turned, in degrees clockwise as seen, where the box alone tells it.
    double roll = 0;
};

}  // namespace bplf
