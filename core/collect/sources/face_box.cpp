// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/sources/face_box.h"

#include <algorithm>
#include <cmath>

#include "core/image/resize.h"

namespace bplf {
namespace {

constexpr double kAround = 0.5;

}  // namespace

Image around_box(const Image& image, const FaceBox& box) {
    const int dx = static_cast<int>(std::lround((box.right - box.left) * kAround));
    const int dy = static_cast<int>(std::lround((box.bottom - box.top) * kAround));
    const int x0 = std::clamp(box.left - dx, 0, image.width), x1 = std::clamp(box.right + dx, 0, image.width);
    const int y0 = std::clamp(box.top - dy, 0, image.height), y1 = std::clamp(box.bottom + dy, 0, image.height);
    if (x1 <= x0 || y1 <= y0) return {};
    return crop(image, x0, y0, x1 - x0, y1 - y0);
}

}  // namespace bplf
