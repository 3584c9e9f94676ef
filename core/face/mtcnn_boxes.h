// SPDX-License-Identifier: GPL-3.0-or-later
// The arithmetic of MT-CNN's search: pyramid, cells, overlaps, calibration. Coordinates as in the original:
// 1-based pixels, right and lower edge included. LibTorch-free.
#pragma once

#include <array>
#include <vector>

namespace bplf {

/// A window under test.
struct Window {
    double x1 = 0, y1 = 0, x2 = 0, y2 = 0;
    double score = 0;
    std::array<double, 4> offsets{};
    std::array<double, 10> landmarks{};  ///< x1 … x5, y1 … y5, in pixels once placed
};

/// How an overlap is measured.
enum class Overlap {
    kUnion,    ///< intersection over union, sides x2 − x1
    kSmaller,  ///< intersection over the smaller area, sides x2 − x1 + 1
};

/// Scales from 12 / min_face downwards by `factor` while the shorter side stays at least 12.
std::vector<double> pyramid_scales(int height, int width, double min_face, double factor = 0.709);

/// The window in the image that P-Net's cell (row, column) saw at a scale.
Window cell_window(int row, int column, double scale);

double overlap(const Window& a, const Window& b, Overlap kind);

/// Keeps the windows that overlap no better one by more than `threshold`; best first, ties by order.
std::vector<Window> suppress(std::vector<Window> windows, double threshold, Overlap kind);

/// Moves the edges by the offsets, in sides of x2 − x1 + `extra`.
Window calibrated(Window window, double extra);

/// The square around the same centre with the longer side.
Window squared(Window window);

}  // namespace bplf
