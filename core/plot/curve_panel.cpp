// SPDX-License-Identifier: GPL-3.0-or-later
// Axes, grid and lines of one plot.
#include "core/plot/curve_panel.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace bplf {
namespace {

constexpr double kRawOpacity = 0.25;
constexpr double kLineWidth = 1.6;
constexpr double kDotRadius = 2;
constexpr double kPen = 4;  ///< lines are cut this far outside the plot, where no pen's edge is seen

/// Draws one panel; knows where data land on the page.
class PanelWriter {
  public:
    PanelWriter(Drawing& drawing, const PageBox& box, const CurvePanel& panel, const PanelScales& scales,
                const PanelAxes& axes, const PanelLook& look)
        : drawing_(drawing), box_(box), panel_(panel), scales_(scales), x_(axes.x), y_(axes.y), look_(look) {
        const double top = has_titles() ? look.title_size + 8 : 6;
        const double below = look.tick_size + (has_titles() ? look.tick_size + 14 : 8);
        plot_ = {box.x, box.y + top, box.width - 6, box.height - top - below};
        y_ticks_ = y_.scale.ticks(y_.low, y_.high, std::max(2, static_cast<int>(plot_.height / (3.8 * tick_size()))));
        double widest = 0;
        for (const AxisTick& tick : y_ticks_)
            widest = std::max(widest, text_width(tick.label, tick_size(), false, look.font));
        plot_.x += widest + 8;
        plot_.width = std::max(plot_.width - widest - 8, 1.0);
        x_ticks_ = x_.scale.ticks(x_.low, x_.high, std::max(2, static_cast<int>(plot_.width / (7 * tick_size()))));
    }

    PageBox write(ThinnedViews& views, int columns) {
        if (columns <= 0) columns = std::max(1, static_cast<int>(plot_.width));
        if (has_titles()) titles();
        grid();
        const ThinnedView x{x_.scale, y_.scale, x_.low, x_.high, columns};
        for (const PanelLine& line : panel_.lines)
            if (scales_.show_raw) curve(*views.of(line.curve->raw, x), line.style.color, 1, kRawOpacity, {});
        for (const PanelLine& line : panel_.lines)
            curve(*views.of(line.curve->smooth, x), line.style.color, kLineWidth, 1, dash_pattern(line.style.dash));
        for (const PanelLine& line : panel_.lines) holes(line);
        add(DrawClip{});
        frame();
        labels();
        return plot_;
    }

  private:
    template <typename Item>
    void add(Item item) {
        drawing_.items.emplace_back(std::in_place_type<Item>, std::move(item));
    }
    bool has_titles() const { return look_.title_size > 0; }
    double tick_size() const { return look_.tick_size; }
    double bottom() const { return plot_.y + plot_.height; }
    double right() const { return plot_.x + plot_.width; }
    double page_x(double position) const { return plot_.x + x_.share_of(position) * plot_.width; }
    double page_y(double position) const { return bottom() - y_.share_of(position) * plot_.height; }

    void titles() {
        add(DrawText{.at = {plot_.x, box_.y + look_.title_size},
                     .text = panel_.tag,
                     .size = look_.title_size,
                     .color = look_.ink,
                     .bold = true,
                     .max_width = plot_.width});
        add(DrawText{.at = {plot_.x + plot_.width / 2, bottom() + 2 * tick_size() + 8},
                     .text = axis_title(scales_.x),
                     .size = tick_size(),
                     .color = look_.quiet_ink,
                     .anchor = TextAnchor::kMiddle});
    }

    void area(double left, double top, double width, double height, Rgb color) {
        add(DrawArea{{{left, top}, {left + width, top}, {left + width, top + height}, {left, top + height}}, color, 1});
    }

    /// The linear part of a symmetric logarithm is shown, so that nobody takes it for a decade.
    void linear_bands() {
        const auto across = [this](double position) { return std::clamp(page_x(position), plot_.x, right()); };
        const auto up = [this](double position) { return std::clamp(page_y(position), plot_.y, bottom()); };
        if (y_.scale.kind() == ScaleKind::kSymlog) {
            area(plot_.x, up(1), plot_.width, up(-1) - up(1), look_.band);
        }
        if (x_.scale.kind() == ScaleKind::kSymlog) {
            area(across(-1), plot_.y, across(1) - across(-1), plot_.height, look_.band);
        }
    }

    void grid() {
        add(DrawClip{plot_.x, plot_.y, plot_.width, plot_.height});
        linear_bands();
        for (const AxisTick& tick : x_ticks_) {
            const double x = page_x(tick.position);
            line({{x, plot_.y}, {x, bottom()}}, tick.label.empty() ? look_.faint_grid : look_.grid, 0.75);
        }
        for (const AxisTick& tick : y_ticks_) {
            const double y = page_y(tick.position);
            line({{plot_.x, y}, {right(), y}}, tick.label.empty() ? look_.faint_grid : look_.grid, 0.75);
        }
    }

    void line(std::vector<DrawPoint> points, Rgb color, double width) {
        add(DrawLine{std::move(points), color, width, 1, {}});
    }

    void curve(std::vector<DrawPoint> points, Rgb color, double width, double opacity, std::vector<double> dash) {
        for (DrawPoint& p : points) p = {page_x(p.x), page_y(p.y)};
        dots(points, color, opacity);
        points =
            clipped_line(points, {plot_.x - kPen, plot_.y - kPen, plot_.width + 2 * kPen, plot_.height + 2 * kPen});
        if (!points.empty()) add(DrawLine{std::move(points), color, width, opacity, std::move(dash)});
    }

    /// Points without a neighbour, which no line would show.
    void dots(const std::vector<DrawPoint>& points, Rgb color, double opacity) {
        const auto is_point = [&](std::size_t i) { return i < points.size() && std::isfinite(points[i].x); };
        for (std::size_t i = 0; i < points.size(); ++i) {
            if (is_point(i) && !is_point(i + 1) && (i == 0 || !is_point(i - 1))) dot(points[i], color, opacity);
        }
    }

    void dot(const DrawPoint& at, Rgb color, double opacity) {
        constexpr int kCorners = 12;
        if (at.x < plot_.x - kPen || at.x > right() + kPen || at.y < plot_.y - kPen || at.y > bottom() + kPen) return;
        DrawArea disc{{}, color, opacity};
        for (int i = 0; i < kCorners; ++i) {
            const double angle = 2 * std::numbers::pi * i / kCorners;
            disc.points.push_back({at.x + kDotRadius * std::cos(angle), at.y + kDotRadius * std::sin(angle)});
        }
        add(std::move(disc));
    }

    /// Triangles with a rim of paper, which stand out from a line of their own colour.
    void holes(const PanelLine& line) {
        for (const DrawPoint& p : thinned_holes(*line.curve)) {
            add(DrawArea{{{p.x - 6, p.y + 4.5}, {p.x + 6, p.y + 4.5}, {p.x, p.y - 7}}, look_.paper, 1});
            add(DrawArea{{{p.x - 3.5, p.y + 3}, {p.x + 3.5, p.y + 3}, {p.x, p.y - 4}}, line.style.color, 1});
        }
    }

    /// One triangle per two units of width is all an eye can tell apart.
    std::vector<DrawPoint> thinned_holes(const PreparedCurve& curve) const {
        std::vector<DrawPoint> holes;
        for (const DrawPoint& hole : curve.not_finite) {
            const double x = page_x(x_.scale.forward(hole.x));
            const double height = page_y(y_.scale.forward(hole.y));
            const bool is_seen = x >= plot_.x - kPen && x <= right() + kPen;
            if (!is_seen || (!holes.empty() && std::abs(x - holes.back().x) < 2)) continue;
            const double low = std::max(bottom() - 4, plot_.y + 5);
            holes.push_back({x, std::isfinite(height) ? std::clamp(height, plot_.y + 5, low) : low});
        }
        return holes;
    }

    void frame() { line({{plot_.x, plot_.y}, {plot_.x, bottom()}, {right(), bottom()}}, look_.quiet_ink, 1); }

    void labels() {
        for (const AxisTick& tick : x_ticks_) {
            label({page_x(tick.position), bottom() + tick_size() + 3}, tick.label, TextAnchor::kMiddle);
        }
        for (const AxisTick& tick : y_ticks_) {
            label({plot_.x - 5, page_y(tick.position) + 0.35 * tick_size()}, tick.label, TextAnchor::kEnd);
        }
    }

    void label(DrawPoint at, const std::string& text, TextAnchor anchor) {
        if (text.empty()) return;
        add(DrawText{.at = at, .text = text, .size = tick_size(), .color = look_.quiet_ink, .anchor = anchor});
    }

    Drawing& drawing_;
    PageBox box_, plot_;
    const CurvePanel& panel_;
    const PanelScales& scales_;
    PanelAxis x_, y_;
    const PanelLook& look_;
    std::vector<AxisTick> x_ticks_, y_ticks_;
};

}  // namespace

PageBox draw_panel(Drawing& drawing, const PageBox& box, const CurvePanel& panel, const PanelScales& scales,
                   const PanelAxes& axes, const PanelLook& look, ThinnedViews& views, int columns) {
    return PanelWriter(drawing, box, panel, scales, axes, look).write(views, columns);
}

}  // namespace bplf
