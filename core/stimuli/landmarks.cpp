// SPDX-License-Identifier: GPL-3.0-or-later
// The five points of drawn faces.
#include <algorithm>

#include "core/image/resize.h"
#include "core/stimuli/judge.h"

namespace bplf::stimuli {
namespace {

/// Below 96 pixels the finder takes a picture for a ready crop, which a drawn face is, and looks at its middle first.
constexpr int kReadyCrop = 80;

}  // namespace

std::optional<FacePoints> landmarks_of(const Image& drawn, const FaceFinder& find_faces) {
    const double scale = std::min(1.0, static_cast<double>(kReadyCrop) / std::min(drawn.width, drawn.height));
    const Image seen = scale == 1 ? drawn
                                  : resize(drawn, std::max(1, static_cast<int>(drawn.width * scale)),
                                           std::max(1, static_cast<int>(drawn.height * scale)), Filter::kArea);
    const std::vector<Face> faces = find_faces(seen);
    if (faces.empty() || !faces.front().landmarks) return std::nullopt;
    FacePoints points = *faces.front().landmarks;
    for (Point& point : points) {
        point.x *= static_cast<double>(drawn.width) / seen.width;
        point.y *= static_cast<double>(drawn.height) / seen.height;
    }
    return points;
}

}  // namespace bplf::stimuli
