// SPDX-License-Identifier: GPL-3.0-or-later
// One plot of a figure: its axes, grid and lines.
#pragma once

#include <string>
#include <vector>

#include "core/plot/curve_colors.h"
#include "core/plot/curve_figure.h"

namespace bplf {

/// The curves of one tag with their styles.
struct CurvePanel {
    std::string tag;
    std::vector<PreparedCurve> curves;
    std::vector<CurveStyle> styles;
};

/// A rectangle of the page.
struct PageBox {
    double x = 0, y = 0, width = 0, height = 0;
};

constexpr Rgb kInk{0x1a, 0x1a, 0x1a};
constexpr Rgb kQuietInk{0x55, 0x55, 0x55};

/// Draws the panel into `box`: title, axes, curves.
void draw_panel(Drawing& drawing, const PageBox& box, const CurvePanel& panel, const CurveFigure& figure);

/// The text cut with "…" so that it is no wider than `width`.
std::string elided(const std::string& text, double size, double width, bool bold = false);

}  // namespace bplf
