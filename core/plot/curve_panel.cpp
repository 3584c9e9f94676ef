// SPDX-License-Identifier: GPL-3.0-or-later
// Axes, grid and lines of one plot.
#include "core/plot/curve_panel.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace bplf {
namespace {

constexpr double kTitleSize = 12;
constexpr double kTickSize = 10;
constexpr Rgb kGrid{0xe4, 0xe4, 0xe4};
constexpr Rgb kFaintGrid{0xf2, 0xf2, 0xf2};
constexpr Rgb kBand{0xf3, 0xf0, 0xe4};

/// An axis in use: its scale and the positions at its ends.
struct Axis {
    AxisScale scale;
    double low = 0, high = 1;
    std::vector<AxisTick> ticks;
};

Axis fitted(const AxisScale& scale, double lowest, double highest, double padding) {
    Axis axis{scale, scale.forward(lowest), scale.forward(highest), {}};
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

Axis x_axis(const CurvePanel& panel, const CurveFigure& figure) {
    DataRange range;
    for (const PreparedCurve& curve : panel.curves) {
        range.include(curve.raw.x_range());
        for (const DrawPoint& hole : curve.not_finite) range.include(hole.x);
    }
    const AxisScale scale = AxisScale::choose(figure.log_x, range, axis_unit(figure.treatment.x));
    if (range.empty) return fitted(AxisScale::linear(scale.unit()), 0, 1, 0);
    if (!figure.x_range) return fitted(scale, range.lowest, range.highest, 0.02);
    const auto [low, high] = *figure.x_range;
    const bool shows = std::isfinite(scale.forward(low)) && low < high;
    return shows ? fitted(scale, low, high, 0) : fitted(scale, range.lowest, range.highest, 0.02);
}

bool shows_raw(const CurveFigure& figure) {
    return figure.show_raw || figure.treatment.smoothing == 0;
}

Axis y_axis(const CurvePanel& panel, const CurveFigure& figure, const Axis& x) {
    DataRange whole, seen;
    const double low = x.scale.inverse(x.low), high = x.scale.inverse(x.high);
    for (const PreparedCurve& curve : panel.curves) {
        for (const ThinnedCurve* line : {&curve.raw, &curve.smooth}) {
            if (line == &curve.raw && !shows_raw(figure)) continue;
            whole.include(line->y_range());
            seen.include(line->y_range_within(low, high));
        }
    }
    const AxisScale scale = AxisScale::choose(figure.log_y, whole);
    if (seen.empty) return fitted(scale, scale.inverse(0), scale.inverse(1), 0);
    return fitted(scale, seen.lowest, seen.highest, 0.05);
}

/// Draws one panel; knows where data land on the page.
class PanelWriter {
  public:
    PanelWriter(Drawing& drawing, const PageBox& box, const CurvePanel& panel, const CurveFigure& figure)
        : drawing_(drawing),
          box_(box),
          panel_(panel),
          figure_(figure),
          x_(x_axis(panel, figure)),
          y_(y_axis(panel, figure, x_)) {
        plot_ = {box.x, box.y + 20, box.width - 6, box.height - 20 - 34};
        y_.ticks = y_.scale.ticks(y_.low, y_.high, std::max(2, static_cast<int>(plot_.height / 38)));
        double widest = 0;
        for (const AxisTick& tick : y_.ticks) {
            widest = std::max(widest, text_width(tick.label, kTickSize));
        }
        plot_.x += widest + 8;
        plot_.width -= widest + 8;
        x_.ticks = x_.scale.ticks(x_.low, x_.high, std::max(2, static_cast<int>(plot_.width / 70)));
    }

    void write() {
        title();
        grid();
        for (std::size_t i = 0; i < panel_.curves.size(); ++i) raw_line(i);
        for (std::size_t i = 0; i < panel_.curves.size(); ++i) smooth_line(i);
        for (std::size_t i = 0; i < panel_.curves.size(); ++i) holes(i);
        add(DrawClip{});
        frame();
        labels();
    }

  private:
    template <typename Item>
    void add(Item item) {
        drawing_.items.emplace_back(std::in_place_type<Item>, std::move(item));
    }
    double bottom() const { return plot_.y + plot_.height; }
    double right() const { return plot_.x + plot_.width; }
    double page_x(double position) const { return plot_.x + (position - x_.low) / (x_.high - x_.low) * plot_.width; }
    double page_y(double position) const { return bottom() - (position - y_.low) / (y_.high - y_.low) * plot_.height; }

    void title() {
        add(DrawText{{plot_.x, box_.y + kTitleSize},
                     elided(panel_.tag, kTitleSize, plot_.width, true),
                     kTitleSize,
                     kInk,
                     TextAnchor::kStart,
                     false,
                     true});
    }

    void area(double left, double top, double width, double height, Rgb color) {
        add(DrawArea{{{left, top}, {left + width, top}, {left + width, top + height}, {left, top + height}}, color, 1});
    }

    /// The linear part of a symmetric logarithm is shown, so that nobody takes it for a decade.
    void linear_bands() {
        if (y_.scale.kind() == ScaleKind::kSymlog) {
            area(plot_.x, page_y(1), plot_.width, page_y(-1) - page_y(1), kBand);
        }
        if (x_.scale.kind() == ScaleKind::kSymlog) {
            area(page_x(-1), plot_.y, page_x(1) - page_x(-1), plot_.height, kBand);
        }
    }

    void grid() {
        add(DrawClip{plot_.x, plot_.y, plot_.width, plot_.height});
        linear_bands();
        for (const AxisTick& tick : x_.ticks) {
            const double x = page_x(tick.position);
            line({{x, plot_.y}, {x, bottom()}}, tick.label.empty() ? kFaintGrid : kGrid, 0.75);
        }
        for (const AxisTick& tick : y_.ticks) {
            const double y = page_y(tick.position);
            line({{plot_.x, y}, {right(), y}}, tick.label.empty() ? kFaintGrid : kGrid, 0.75);
        }
    }

    void line(std::vector<DrawPoint> points, Rgb color, double width) {
        add(DrawLine{std::move(points), color, width, 1, {}});
    }

    void curve(const ThinnedCurve& curve, const CurveStyle& style, double width, double opacity, bool dashed) {
        const int columns = std::max(1, static_cast<int>(plot_.width));
        std::vector<DrawPoint> points = curve.view(x_.scale, y_.scale, x_.low, x_.high, columns);
        for (DrawPoint& p : points) p = {page_x(p.x), page_y(p.y)};
        if (points.size() == 1) points.push_back({points[0].x + 0.01, points[0].y});
        if (points.empty()) return;
        add(DrawLine{std::move(points), style.color, width, opacity,
                     dashed ? dash_pattern(style.dash) : std::vector<double>{}});
    }

    void raw_line(std::size_t i) {
        if (figure_.show_raw && figure_.treatment.smoothing > 0) {
            curve(panel_.curves[i].raw, panel_.styles[i], 1, 0.25, false);
        }
    }

    void smooth_line(std::size_t i) { curve(panel_.curves[i].smooth, panel_.styles[i], 1.6, 1, true); }

    void holes(std::size_t i) {
        for (const DrawPoint& hole : thinned_holes(panel_.curves[i])) {
            const DrawPoint p = hole;
            add(DrawArea{{{p.x - 3.5, p.y + 3}, {p.x + 3.5, p.y + 3}, {p.x, p.y - 4}}, panel_.styles[i].color, 1});
        }
    }

    /// One triangle per two units of width is all an eye can tell apart.
    std::vector<DrawPoint> thinned_holes(const PreparedCurve& curve) const {
        std::vector<DrawPoint> holes;
        for (const DrawPoint& hole : curve.not_finite) {
            const double x = page_x(x_.scale.forward(hole.x));
            const double height = page_y(y_.scale.forward(hole.y));
            if (!std::isfinite(x) || (!holes.empty() && std::abs(x - holes.back().x) < 2)) continue;
            const double low = bottom() - 4;
            holes.push_back({x, std::isfinite(height) ? std::clamp(height, plot_.y + 5, low) : low});
        }
        return holes;
    }

    void frame() { line({{plot_.x, plot_.y}, {plot_.x, bottom()}, {right(), bottom()}}, kQuietInk, 1); }

    void labels() {
        for (const AxisTick& tick : x_.ticks) {
            add(DrawText{
                {page_x(tick.position), bottom() + 13}, tick.label, kTickSize, kQuietInk, TextAnchor::kMiddle});
        }
        for (const AxisTick& tick : y_.ticks) {
            add(DrawText{
                {plot_.x - 5, page_y(tick.position) + 3.5}, tick.label, kTickSize, kQuietInk, TextAnchor::kEnd});
        }
        add(DrawText{{plot_.x + plot_.width / 2, bottom() + 28},
                     axis_title(figure_.treatment.x),
                     kTickSize,
                     kQuietInk,
                     TextAnchor::kMiddle});
    }

    Drawing& drawing_;
    PageBox box_, plot_;
    const CurvePanel& panel_;
    const CurveFigure& figure_;
    Axis x_, y_;
};

}  // namespace

std::string elided(const std::string& text, double size, double width, bool bold) {
    if (text_width(text, size, bold) <= width) return text;
    std::string kept = text;
    while (!kept.empty() && text_width(kept + "…", size, bold) > width) {
        do kept.pop_back();
        while (!kept.empty() && (static_cast<unsigned char>(kept.back()) & 0xC0u) == 0x80u);
    }
    return kept + "…";
}

void draw_panel(Drawing& drawing, const PageBox& box, const CurvePanel& panel, const CurveFigure& figure) {
    PanelWriter(drawing, box, panel, figure).write();
}

}  // namespace bplf
