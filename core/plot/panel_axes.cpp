// SPDX-License-Identifier: GPL-3.0-or-later
// Ranges of axes from the data.
#include "core/plot/panel_axes.h"

#include <algorithm>
#include <cmath>

namespace bplf {
namespace {

constexpr double kRoomBesideX = 0.02;
constexpr double kRoomAroundY = 0.05;

PanelAxis fitted(const AxisScale& scale, double lowest, double highest, double padding) {
    PanelAxis axis{scale, scale.forward(lowest), scale.forward(highest)};
    if (!(axis.high > axis.low)) {
        const double room = axis.low == 0 ? 1 : std::max(std::abs(axis.low) * 0.05, 1e-9);
        axis.low -= room;
        axis.high += room;
    }
    const double room = (axis.high - axis.low) * padding;
    axis.low -= room;
    axis.high += room;
    return axis;
}

PanelAxis fit_x(const CurvePanel& panel, const PanelScales& scales) {
    DataRange range;
    for (const PanelLine& line : panel.lines) {
        range.include(line.curve->raw.x_range());
        const std::vector<DrawPoint>& holes = line.curve->not_finite;  // in the order of x
        if (!holes.empty()) range.include(holes.front().x), range.include(holes.back().x);
    }
    const AxisScale scale = AxisScale::choose(scales.log_x, range, axis_unit(scales.x));
    if (range.empty) return fitted(AxisScale::linear(scale.unit()), 0, 1, 0);
    if (!scales.x_range) return fitted(scale, range.lowest, range.highest, kRoomBesideX);
    const auto [low, high] = *scales.x_range;
    const bool shows = std::isfinite(scale.forward(low)) && low < high;
    return shows ? fitted(scale, low, high, 0) : fitted(scale, range.lowest, range.highest, kRoomBesideX);
}

}  // namespace

PanelAxis fit_y(const CurvePanel& panel, const PanelScales& scales, const PanelAxis& x) {
    DataRange whole, seen;
    const double low = x.value_at(0), high = x.value_at(1);
    const auto include = [&](const ThinnedCurve& line) {
        whole.include(line.y_range());
        seen.include(line.y_range_within(low, high));
    };
    for (const PanelLine& line : panel.lines) {
        include(line.curve->smooth);
        if (scales.show_raw) include(line.curve->raw);
    }
    const AxisScale scale = AxisScale::choose(scales.log_y, whole);
    if (seen.empty) return fitted(scale, scale.inverse(0), scale.inverse(1), 0);
    return fitted(scale, seen.lowest, seen.highest, kRoomAroundY);
}

PanelAxes fit_axes(const CurvePanel& panel, const PanelScales& scales) {
    PanelAxes axes;
    axes.x = fit_x(panel, scales);
    axes.y = fit_y(panel, scales, axes.x);
    return axes;
}

}  // namespace bplf
