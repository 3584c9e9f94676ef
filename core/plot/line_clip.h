// SPDX-License-Identifier: GPL-3.0-or-later
// Lines cut to what can be seen, for far-away coordinates overflow the painter's fixed-point numbers.
#pragma once

#include <vector>

#include "core/plot/drawing.h"

namespace bplf {

/// A rectangle of the page.
struct PageBox {
    double x = 0, y = 0, width = 0, height = 0;
};

/// The parts of the line within the box, with a pen lift (a point of NaN) between two of them. Every segment keeps
/// its slope. Pen lifts of the input stay.
std::vector<DrawPoint> clipped_line(const std::vector<DrawPoint>& points, const PageBox& box);

}  // namespace bplf
