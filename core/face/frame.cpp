// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/frame.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace bplf {

std::vector<std::uint8_t> real_pixels(const CropSquare& square, int width, int height, int size) {
    const double cosine = std::cos(square.roll * std::numbers::pi / 180);
    const double sine = std::sin(square.roll * std::numbers::pi / 180);
    const auto offset = [&](int i) { return ((i + 0.5) / size - 0.5) * square.side; };
    std::vector<std::uint8_t> mask;
    mask.reserve(static_cast<std::size_t>(size) * static_cast<std::size_t>(size));
    for (int row = 0; row < size; ++row) {
        for (int column = 0; column < size; ++column) {
            const double u = offset(column), v = offset(row);
            const double x = square.centre.x + cosine * u - sine * v;
            const double y = square.centre.y + sine * u + cosine * v;
            mask.push_back(x >= 0 && y >= 0 && x <= width && y <= height);
        }
    }
    return mask;
}

double padded_share(std::span<const std::uint8_t> mask) {
    if (mask.empty()) return 0;
    return static_cast<double>(std::count(mask.begin(), mask.end(), 0)) / static_cast<double>(mask.size());
}

double both_margins(double first, double second) {
    return ((1 + 2 * first) * (1 + 2 * second) - 1) / 2;
}

}  // namespace bplf
