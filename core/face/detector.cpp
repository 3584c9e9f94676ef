// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/detector.h"

#include <algorithm>
#include <tuple>

namespace bplf {

void sort_faces(std::vector<Face>& faces) {
    const auto key = [](const Face& face) {
        const FaceRect& box = face.box;
        return std::tuple(-box.width * box.height, box.y, box.x, -face.score);
    };
    std::stable_sort(faces.begin(), faces.end(), [&](const Face& a, const Face& b) { return key(a) < key(b); });
}

}  // namespace bplf
