// SPDX-License-Identifier: GPL-3.0-or-later
// A plot of the Curves screen as pixels, painted by core's figures on whichever thread has time.
#pragma once

#include <QFont>
#include <QImage>
#include <QPalette>
#include <QRectF>

#include "core/plot/curve_panel.h"

namespace bplf::ui {

/// What a plot is to show. A value that any thread may use.
struct PlotRequest {
    CurvePanel panel;
    PanelScales scales;
    PanelAxes axes;
    PanelLook look;
    QSize size;       ///< of the widget
    qreal ratio = 1;  ///< device pixels per unit
};

/// What was painted, and where in it the data lie.
struct PlotPicture {
    QImage image;
    PanelAxes axes;
    QRectF plot;     ///< in the widget's coordinates
    int points = 0;  ///< of all lines, after thinning

    /// Place of an axis position across the widget.
    double across(double position) const { return plot.left() + axes.x.share_of(position) * plot.width(); }
    /// 0 at the left edge of the plot, 1 at its right.
    double shareAcross(double x) const { return (x - plot.left()) / plot.width(); }
    /// 0 at the bottom of the plot, 1 at its top.
    double shareUp(double y) const { return (plot.bottom() - y) / plot.height(); }
};

PlotPicture paintPlot(const PlotRequest& request, ThinnedViews& views);

/// Colours and letters of the widgets around the plot.
PanelLook plotLook(const QPalette& palette, const QFont& font);
Rgb rgbOf(const QColor& color);

}  // namespace bplf::ui
