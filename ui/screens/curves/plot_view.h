// SPDX-License-Identifier: GPL-3.0-or-later
// One interactive plot of curves: true logarithms, zoom, pan, crosshair; painted in the background while it is seen.
#pragma once

#include <QString>
#include <QWidget>
#include <memory>
#include <optional>
#include <vector>

#include "core/base/result.h"
#include "ui/screens/curves/plot_picture.h"

class QLabel;
class QRubberBand;

namespace bplf::ui {

/// One line of a plot.
struct PlotLine {
    QString name;
    CurveStyle style;
    std::shared_ptr<const PreparedCurve> curve;
    bool operator==(const PlotLine&) const = default;
};

/// Left drag zooms into a box, Shift or middle drag pans, double-click fits, the wheel zooms once the plot has
/// the focus (or with Ctrl). Keys: arrows move the crosshair (Shift: pan), + − zoom, Home fits.
class PlotView : public QWidget {
    Q_OBJECT

  public:
    explicit PlotView(const QString& title, QWidget* parent = nullptr);

    QString title() const { return m_title; }
    /// Paints anew only where a line became another.
    void setLines(std::vector<PlotLine> lines);
    /// Which axes are logarithmic, what x is, and whether the raw line is drawn under the smoothed one.
    void setAxes(bool logX, bool logY, CurveX x, bool showRaw);
    /// Whether the wheel zooms without focus (nothing around the plot scrolls).
    void setWheelAlwaysZooms(bool always) { m_wheelAlways = always; }

    /// Shows everything and follows new points from now on.
    void fit();
    bool isFitted() const { return !m_xRange && !m_yRange; }
    /// Shows x in [low, high] (data units); y fits what is within.
    void showX(double low, double high);
    /// The visible x range in data units, or nothing while everything is shown.
    std::optional<std::array<double, 2>> visibleX() const { return m_xRange; }
    /// Moves the crosshair to x (data units), or hides it. `withTable`: list the values there.
    void setCrosshair(std::optional<double> x, bool withTable);
    /// Rows of the table at the crosshair, largest value first: "name  smoothed  raw  at x".
    QStringList crosshairRows() const;
    /// What is on the screen.
    const PlotPicture& picture() const { return m_picture; }
    /// How many points the lines were reduced to at the last drawing.
    int drawnPoints() const { return m_picture.points; }
    /// How often a line was reduced, and the plot painted, so far.
    std::size_t thinned() const { return m_views->thinned(); }
    int paintings() const { return m_paintings; }
    /// Whether the screen shows what it should, or nobody can see the plot.
    bool isSettled() const;

  Q_SIGNALS:
    /// The user changed the visible x range, or fitted everything (nothing).
    void visibleXChanged(std::optional<std::array<double, 2>> range);
    void crosshairMoved(std::optional<double> x);
    void settledChanged();

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    void rescale();
    void invalidate();
    void startPicture();
    void adopt(const Result<PlotPicture>& picture);
    void applyPalette();
    void updateTable();
    void zoomAt(double share, double factor);
    void zoomUpAt(double share, double factor);
    void pan(const QPointF& by);
    void showPositions(double low, double high);

    QString m_title;
    std::vector<PlotLine> m_lines;
    CurvePanel m_panel;
    PanelScales m_scales;
    PanelLook m_look;
    PanelAxes m_axes;                               ///< wanted; those on the screen are m_picture's
    std::optional<std::array<double, 2>> m_xRange;  ///< chosen by the user, in data units
    std::optional<std::array<double, 2>> m_yRange;  ///< chosen by the user, positions of the y axis
    PlotPicture m_picture;
    std::shared_ptr<ThinnedViews> m_views;  ///< used by one background task at a time
    bool m_isStale = true, m_isPainting = false, m_wheelAlways = false;
    int m_paintings = 0;
    std::optional<double> m_crosshair;
    QPoint m_press, m_last;
    bool m_panning = false;
    QRubberBand* m_box = nullptr;
    QLabel* m_table = nullptr;
};

}  // namespace bplf::ui
