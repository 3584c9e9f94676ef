// SPDX-License-Identifier: GPL-3.0-or-later
// From a request to pixels, through core/plot.
#include "ui/screens/curves/plot_picture.h"

#include <QFontInfo>
#include <cmath>

namespace bplf::ui {
namespace {

constexpr double kPageMargin = 6;

/// `share` of the ink on the paper.
Rgb blend(const QColor& ink, const QColor& paper, double share) {
    const auto mix = [share](int from, int to) {
        return static_cast<std::uint8_t>(std::lround(to + share * (from - to)));
    };
    return {mix(ink.red(), paper.red()), mix(ink.green(), paper.green()), mix(ink.blue(), paper.blue())};
}

int pointsOf(const Drawing& drawing) {
    std::size_t points = 0;
    for (const DrawItem& item : drawing.items) {
        if (const auto* line = std::get_if<DrawLine>(&item)) points += line->points.size();
    }
    return static_cast<int>(points);
}

}  // namespace

Rgb rgbOf(const QColor& color) {
    return {static_cast<std::uint8_t>(color.red()), static_cast<std::uint8_t>(color.green()),
            static_cast<std::uint8_t>(color.blue())};
}

PanelLook plotLook(const QPalette& palette, const QFont& font) {
    const QColor ink = palette.color(QPalette::Text), paper = palette.color(QPalette::Base);
    const bool isDark = paper.lightness() < 128;
    PanelLook look;
    look.paper = rgbOf(paper);
    look.ink = rgbOf(ink);
    look.quiet_ink = blend(ink, paper, 0.75);
    look.grid = blend(ink, paper, isDark ? 0.14 : 0.11);
    look.faint_grid = blend(ink, paper, isDark ? 0.065 : 0.05);
    look.band = blend(QColor(200, 170, 60), paper, isDark ? 0.13 : 0.16);
    look.title_size = 0;
    const QFontInfo info(font);
    look.tick_size = info.pixelSize() * 0.87;
    look.font = info.family().toStdString();
    return look;
}

PlotPicture paintPlot(const PlotRequest& request, ThinnedViews& views) {
    Drawing drawing{.width = static_cast<double>(request.size.width()),
                    .height = static_cast<double>(request.size.height()),
                    .background = request.look.paper,
                    .font = request.look.font,
                    .items = {}};
    const PageBox box{kPageMargin, 0, drawing.width - 2 * kPageMargin, drawing.height};
    const int columns = static_cast<int>(drawing.width * request.ratio);
    const PageBox plot =
        draw_panel(drawing, box, request.panel, request.scales, request.axes, request.look, views, columns);
    views.forget_unused();
    PlotPicture picture;
    picture.axes = request.axes;
    picture.plot = {plot.x, plot.y, plot.width, plot.height};
    picture.points = pointsOf(drawing);
    picture.image = QImage(request.size * request.ratio, QImage::Format_RGB32);
    auto* pixels = reinterpret_cast<std::uint32_t*>(picture.image.bits());
    paint(drawing, request.ratio,
          {pixels, picture.image.width(), picture.image.height(), static_cast<int>(picture.image.bytesPerLine())});
    picture.image.setDevicePixelRatio(request.ratio);
    return picture;
}

}  // namespace bplf::ui
