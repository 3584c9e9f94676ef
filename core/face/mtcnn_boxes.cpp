// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/mtcnn_boxes.h"

#include <algorithm>
#include <cmath>

namespace bplf {
namespace {

constexpr double kCell = 12;
constexpr int kStride = 2;

}  // namespace

std::vector<double> pyramid_scales(int height, int width, double min_face, double factor) {
    std::vector<double> scales;
    double scale = kCell / min_face;
    double side = std::min(height, width) * scale;
    for (; side >= kCell; side *= factor, scale *= factor) scales.push_back(scale);
    return scales;
}

Window cell_window(int row, int column, double scale) {
    Window window;
    window.x1 = std::floor((kStride * column + 1) / scale);
    window.y1 = std::floor((kStride * row + 1) / scale);
    window.x2 = std::floor((kStride * column + kCell) / scale);
    window.y2 = std::floor((kStride * row + kCell) / scale);
    return window;
}

double overlap(const Window& a, const Window& b, Overlap kind) {
    const double extra = kind == Overlap::kSmaller ? 1 : 0;
    const double width = std::min(a.x2, b.x2) - std::max(a.x1, b.x1) + extra;
    const double height = std::min(a.y2, b.y2) - std::max(a.y1, b.y1) + extra;
    if (width <= 0 || height <= 0) return 0;
    const double shared = width * height;
    const double area_a = (a.x2 - a.x1 + extra) * (a.y2 - a.y1 + extra);
    const double area_b = (b.x2 - b.x1 + extra) * (b.y2 - b.y1 + extra);
    return kind == Overlap::kSmaller ? shared / std::min(area_a, area_b) : shared / (area_a + area_b - shared);
}

std::vector<Window> suppress(std::vector<Window> windows, double threshold, Overlap kind) {
    std::stable_sort(windows.begin(), windows.end(),
                     [](const Window& a, const Window& b) { return a.score > b.score; });
    std::vector<Window> kept;
    for (const Window& window : windows) {
        const bool covered = std::any_of(
            kept.begin(), kept.end(), [&](const Window& better) { return overlap(better, window, kind) > threshold; });
        if (!covered) kept.push_back(window);
    }
    return kept;
}

Window calibrated(Window window, double extra) {
    const double width = window.x2 - window.x1 + extra;
    const double height = window.y2 - window.y1 + extra;
    window.x1 += window.offsets[0] * width;
    window.y1 += window.offsets[1] * height;
    window.x2 += window.offsets[2] * width;
    window.y2 += window.offsets[3] * height;
    return window;
}

Window squared(Window window) {
    const double width = window.x2 - window.x1;
    const double height = window.y2 - window.y1;
    const double side = std::max(width, height);
    window.x1 += (width - side) / 2;
    window.y1 += (height - side) / 2;
    window.x2 = window.x1 + side;
    window.y2 = window.y1 + side;
    return window;
}

}  // namespace bplf
