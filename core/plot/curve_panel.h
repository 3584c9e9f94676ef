// SPDX-License-Identifier: GPL-3.0-or-later
// One plot: its axes, grid and lines. The figures in files and the studio's plots are drawn here.
#pragma once

#include <string>

#include "core/plot/drawing.h"
#include "core/plot/line_clip.h"
#include "core/plot/panel_axes.h"
#include "core/plot/thinned_views.h"

namespace bplf {

/// How a panel looks; the defaults are those of figures on paper.
struct PanelLook {
    Rgb paper{0xff, 0xff, 0xff};
    Rgb ink{0x1a, 0x1a, 0x1a};
    Rgb quiet_ink{0x55, 0x55, 0x55};
    Rgb grid{0xe4, 0xe4, 0xe4};
    Rgb faint_grid{0xf2, 0xf2, 0xf2};
    Rgb band{0xf3, 0xf0, 0xe4};  ///< the linear part of a symmetric logarithm
    double title_size = 12;      ///< 0 = neither the tag above nor the title of x below
    double tick_size = 10;
    std::string font = kFigureFont;
};

/// Draws the panel into `box` and returns where in it the curves lie: the low ends of `axes` are its left and
/// bottom edge. Lines are thinned to `columns` columns (0: one a unit) through `views`.
/// With `show_raw` the logged lines lie at a quarter of their ink under the smoothed ones.
PageBox draw_panel(Drawing& drawing, const PageBox& box, const CurvePanel& panel, const PanelScales& scales,
                   const PanelAxes& axes, const PanelLook& look, ThinnedViews& views, int columns = 0);

}  // namespace bplf
