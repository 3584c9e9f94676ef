// SPDX-License-Identifier: GPL-3.0-or-later
// One interactive plot of curves: true logarithms, zoom, pan, crosshair; draws a few points per pixel column.
#pragma once

#include <QString>
#include <memory>
#include <optional>
#include <vector>

#include "core/plot/curve_colors.h"
#include "core/plot/curve_table.h"
#include "ui/screens/curves/plot_library.h"

class QLabel;
class QRubberBand;

namespace bplf::ui {

/// One line of a plot.
struct PlotLine {
    QString name;
    CurveStyle style;
    std::shared_ptr<const PreparedCurve> curve;
};

/// Left drag zooms into a box, Shift or middle drag pans, double-click fits, the wheel zooms once the plot has
/// the focus (or with Ctrl). Keys: arrows move the crosshair (Shift: pan), + − zoom, Home fits.
class PlotView : public QCustomPlot {
    Q_OBJECT

  public:
    explicit PlotView(const QString& title, QWidget* parent = nullptr);

    QString title() const { return m_title; }
    void setLines(std::vector<PlotLine> lines);
    /// Which axes are logarithmic, what x is, and whether the raw line is drawn under the smoothed one.
    void setAxes(bool logX, bool logY, CurveX x, bool showRaw);
    /// Whether the wheel zooms without focus (nothing around the plot scrolls).
    void setWheelAlwaysZooms(bool always) { m_wheelAlways = always; }

    /// Shows everything and follows new points from now on.
    void fit();
    bool isFitted() const { return m_isFitted; }
    /// Shows x in [low, high] (data units); y fits what is within.
    void showX(double low, double high);
    /// The visible x range in data units, or nothing while everything is shown.
    std::optional<std::array<double, 2>> visibleX() const;
    /// Moves the crosshair to x (data units), or hides it. `withTable`: list the values there.
    void setCrosshair(std::optional<double> x, bool withTable);
    /// Rows of the table at the crosshair, largest value first: "name  smoothed  raw  at x".
    QStringList crosshairRows() const;
    /// How many points the lines were reduced to at the last drawing.
    int drawnPoints() const { return m_drawnPoints; }
    /// Colours from the widget's palette.
    void applyPalette();

  Q_SIGNALS:
    /// The user changed the visible x range, or fitted everything (nothing).
    void visibleXChanged(std::optional<std::array<double, 2>> range);
    void crosshairMoved(std::optional<double> x);

  protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    void rebuildGraphs();
    void chooseScales();
    void fitY();
    void updateData();
    void updateHoles(std::size_t line, double low, double high);
    void updateBands();
    void updateTable();
    void zoomAt(const QPointF& place, double factor);
    void userMovedX();
    QString valueText(double value) const;

    QString m_title;
    std::vector<PlotLine> m_lines;
    AxisScale m_xScale, m_yScale;
    bool m_logX = false, m_logY = false, m_showRaw = true;
    CurveX m_x = CurveX::kStep;
    bool m_isFitted = true, m_isYFree = false, m_wheelAlways = false;
    int m_drawnPoints = 0;
    std::optional<double> m_crosshair;
    QPoint m_press, m_last;
    bool m_panning = false;
    QRubberBand* m_box = nullptr;
    QLabel* m_table = nullptr;
    QCPItemStraightLine* m_cross = nullptr;
    QCPItemRect* m_bandX = nullptr;
    QCPItemRect* m_bandY = nullptr;
    QVector<QCPGraph*> m_raw, m_smooth, m_holes;  ///< owned by the plot, one per line
};

}  // namespace bplf::ui
