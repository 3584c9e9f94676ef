// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/rotation_retry.h"

#include <cmath>
#include <numbers>

#include "core/image/resize.h"

namespace bplf {
namespace {

constexpr double kTurns[] = {-15, 15, -30, 30};

/// Where a point of the turned picture lies in the given one.
struct TurnBack {
    Point centre;
    double cosine, sine;

    TurnBack(const Image& image, double degrees)
        : centre{image.width / 2.0, image.height / 2.0},
          cosine(std::cos(degrees * std::numbers::pi / 180)),
          sine(std::sin(degrees * std::numbers::pi / 180)) {}

    Point operator()(Point p) const {
        const double x = p.x - centre.x, y = p.y - centre.y;
        return {centre.x + cosine * x - sine * y, centre.y + sine * x + cosine * y};
    }
};

void turn_back(Face& face, const TurnBack& back, double degrees) {
    FaceRect& box = face.box;
    const Point middle = back({box.x + box.width / 2, box.y + box.height / 2});
    box.x = middle.x - box.width / 2;
    box.y = middle.y - box.height / 2;
    face.roll += degrees;
    if (!face.landmarks) return;
    for (Point& point : *face.landmarks) point = back(point);
}

}  // namespace

std::vector<Face> RotationRetry::detect(const Image& image, const DetectOptions& options) {
    std::vector<Face> faces = inner_->detect(image, options);
    if (image.empty()) return faces;
    for (const double degrees : kTurns) {
        if (!faces.empty()) break;
        faces = inner_->detect(rotate(image, degrees, image.width / 2.0, image.height / 2.0), options);
        const TurnBack back(image, degrees);
        for (Face& face : faces) turn_back(face, back, degrees);
    }
    return faces;
}

}  // namespace bplf
