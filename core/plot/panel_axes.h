// SPDX-License-Identifier: GPL-3.0-or-later
// The axes of one plot: what they show when nobody chose, and where values land.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/plot/curve_colors.h"
#include "core/plot/curve_table.h"

namespace bplf {

/// One line of a panel.
struct PanelLine {
    std::shared_ptr<const PreparedCurve> curve;
    CurveStyle style;
};

/// The curves of one tag with their styles.
struct CurvePanel {
    std::string tag;
    std::vector<PanelLine> lines;
};

/// How a panel's axes are chosen.
struct PanelScales {
    CurveX x = CurveX::kStep;
    bool log_x = false;
    bool log_y = false;
    bool show_raw = true;                                         ///< the logged line is drawn, so y has to hold it
    std::optional<std::array<double, 2>> x_range = std::nullopt;  ///< in data units; y then fits what is within
    bool operator==(const PanelScales&) const = default;
};

/// An axis in use: its scale and the positions at its ends.
struct PanelAxis {
    AxisScale scale;
    double low = 0, high = 1;

    double size() const { return high - low; }
    /// 0 at the low end, 1 at the high end.
    double share_of(double position) const { return (position - low) / size(); }
    double position_at(double share) const { return low + share * size(); }
    /// In data units.
    double value_at(double share) const { return scale.inverse(position_at(share)); }
};

struct PanelAxes {
    PanelAxis x, y;
};

/// Axes that show everything, or `x_range` where a logarithm can show it.
PanelAxes fit_axes(const CurvePanel& panel, const PanelScales& scales);
/// The y axis that fits what the x axis shows; its scale is chosen by all data.
PanelAxis fit_y(const CurvePanel& panel, const PanelScales& scales, const PanelAxis& x);

}  // namespace bplf
