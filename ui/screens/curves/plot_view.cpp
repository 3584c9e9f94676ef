// SPDX-License-Identifier: GPL-3.0-or-later
// What a plot shows: scales, reduced lines, holes, bands, crosshair. Input is in plot_view_input.cpp.
#include "ui/screens/curves/plot_view.h"

#include <QLabel>
#include <QPalette>
#include <QRubberBand>
#include <algorithm>
#include <cmath>

#include "ui/screens/curves/plot_ticker.h"

namespace bplf::ui {
namespace {

constexpr int kRawAlpha = 64;  // a quarter of the ink

QColor color(Rgb rgb, int alpha = 255) {
    return {rgb.r, rgb.g, rgb.b, alpha};
}

PlotTicker* tickerOf(QCPAxis* axis) {
    return static_cast<PlotTicker*>(axis->ticker().data());
}

QCPItemRect* makeBand(QCustomPlot* plot, bool alongX) {
    auto* band = new QCPItemRect(plot);
    band->setLayer("background");
    band->setPen(Qt::NoPen);
    const auto ratio = QCPItemPosition::ptAxisRectRatio;
    const auto coords = QCPItemPosition::ptPlotCoords;
    for (QCPItemPosition* corner : {band->topLeft, band->bottomRight}) {
        corner->setTypeX(alongX ? coords : ratio);
        corner->setTypeY(alongX ? ratio : coords);
    }
    band->topLeft->setCoords(alongX ? -1 : 0, alongX ? 0 : 1);
    band->bottomRight->setCoords(1, alongX ? 1 : -1);
    return band;
}

QPen penOf(const CurveStyle& style, bool isRaw) {
    QPen pen(color(style.color, isRaw ? kRawAlpha : 255), isRaw ? 1.0 : 1.6);
    pen.setCosmetic(true);
    const std::vector<double> dashes = dash_pattern(style.dash);
    if (!isRaw && !dashes.empty()) pen.setDashPattern(QList<qreal>(dashes.begin(), dashes.end()));
    return pen;
}

void setPoints(QCPGraph* graph, const std::vector<DrawPoint>& points) {
    QVector<QCPGraphData> data;
    data.reserve(static_cast<qsizetype>(points.size()));
    for (const DrawPoint& point : points) data.append(QCPGraphData(point.x, point.y));
    graph->data()->set(data, true);
}

/// A view of [low, high] with some room, never empty.
QCPRange padded(double low, double high, double share) {
    if (!(high > low)) {
        const double room = low == 0 ? 1 : std::max(std::abs(low) * 0.05, 1e-9);
        return {low - room, high + room};
    }
    return {low - (high - low) * share, high + (high - low) * share};
}

}  // namespace

PlotView::PlotView(const QString& title, QWidget* parent)
    : QCustomPlot(parent), m_title(title), m_table(new QLabel(this)) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setMinimumSize(220, 160);
    setAccessibleName(tr("Plot of %1").arg(title));
    // Our labels are ready to be shown; QCustomPlot would typeset the exponents anew.
    xAxis->setNumberFormat("g");
    yAxis->setNumberFormat("g");
    xAxis->setTicker(QSharedPointer<PlotTicker>::create(80));
    yAxis->setTicker(QSharedPointer<PlotTicker>::create(42));
    axisRect()->setMinimumMargins(QMargins(38, 8, 14, 22));
    m_bandX = makeBand(this, true);
    m_bandY = makeBand(this, false);
    m_cross = new QCPItemStraightLine(this);
    m_cross->setVisible(false);
    m_table->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_table->setTextFormat(Qt::RichText);
    m_table->setMargin(6);
    m_table->setAutoFillBackground(true);
    m_table->setFrameShape(QFrame::StyledPanel);
    m_table->hide();
    connect(this, &QCustomPlot::beforeReplot, this, &PlotView::updateData);
    applyPalette();
}

void PlotView::applyPalette() {
    const QColor ink = palette().color(QPalette::Text);
    const bool isDark = palette().color(QPalette::Base).lightness() < 128;
    const auto faint = [&](int alpha) { return QColor(ink.red(), ink.green(), ink.blue(), alpha); };
    setBackground(palette().brush(QPalette::Base));
    for (QCPAxis* axis : {xAxis, yAxis}) {
        axis->setBasePen(QPen(faint(150)));
        axis->setTickPen(QPen(faint(150)));
        axis->setSubTickPen(QPen(faint(70)));
        axis->setTickLabelColor(faint(210));
        axis->setTickLabelFont(font());
        axis->grid()->setPen(QPen(faint(isDark ? 34 : 26)));
        axis->grid()->setSubGridPen(QPen(faint(isDark ? 16 : 12)));
        axis->grid()->setSubGridVisible(true);
        axis->grid()->setZeroLinePen(QPen(faint(60)));
    }
    const QColor band(200, 170, 60, isDark ? 34 : 40);
    m_bandX->setBrush(band);
    m_bandY->setBrush(band);
    m_cross->setPen(QPen(faint(130), 1, Qt::DashLine));
    QPalette table = palette();
    table.setColor(QPalette::Window, palette().color(QPalette::ToolTipBase));
    table.setColor(QPalette::WindowText, palette().color(QPalette::ToolTipText));
    m_table->setPalette(table);
}

void PlotView::setLines(std::vector<PlotLine> lines) {
    m_lines = std::move(lines);
    rebuildGraphs();
    chooseScales();
    if (m_isFitted)
        fit();
    else if (!m_isYFree)
        fitY();
    replot(QCustomPlot::rpQueuedReplot);
}

void PlotView::rebuildGraphs() {
    clearGraphs();
    m_raw.clear();
    m_smooth.clear();
    m_holes.clear();
    const auto make = [this](const QPen& pen) {
        QCPGraph* graph = addGraph();
        graph->setPen(pen);
        graph->setAdaptiveSampling(false);
        graph->setSelectable(QCP::stNone);
        return graph;
    };
    for (const PlotLine& line : m_lines) m_raw.append(make(penOf(line.style, true)));
    for (const PlotLine& line : m_lines) m_smooth.append(make(penOf(line.style, false)));
    for (const PlotLine& line : m_lines) {
        QCPGraph* holes = make(QPen(color(line.style.color)));
        holes->setLineStyle(QCPGraph::lsNone);
        holes->setScatterStyle(
            QCPScatterStyle(QCPScatterStyle::ssTriangle, color(line.style.color), color(line.style.color), 8));
        m_holes.append(holes);
    }
    for (QCPGraph* raw : m_raw) raw->setVisible(m_showRaw);
}

void PlotView::setAxes(bool logX, bool logY, CurveX x, bool showRaw) {
    const bool isOtherX = x != m_x;
    m_logX = logX;
    m_logY = logY;
    m_x = x;
    m_showRaw = showRaw;
    for (QCPGraph* raw : m_raw) raw->setVisible(showRaw);
    const std::optional<std::array<double, 2>> seen = visibleX();
    chooseScales();
    m_isYFree = false;
    if (!seen || isOtherX)
        fit();
    else
        showX((*seen)[0], (*seen)[1]);
}

void PlotView::chooseScales() {
    DataRange xRange, yRange;
    for (const PlotLine& line : m_lines) {
        xRange.include(line.curve->raw.x_range());
        for (const DrawPoint& hole : line.curve->not_finite) xRange.include(hole.x);
        yRange.include(line.curve->smooth.y_range());
        if (m_showRaw) yRange.include(line.curve->raw.y_range());
    }
    m_xScale = AxisScale::choose(m_logX, xRange, axis_unit(m_x));
    m_yScale = AxisScale::choose(m_logY, yRange);
    tickerOf(xAxis)->setScale(m_xScale);
    tickerOf(yAxis)->setScale(m_yScale);
    m_bandX->setVisible(m_xScale.kind() == ScaleKind::kSymlog);
    m_bandY->setVisible(m_yScale.kind() == ScaleKind::kSymlog);
}

void PlotView::fit() {
    m_isFitted = true;
    m_isYFree = false;
    DataRange range;
    for (const PlotLine& line : m_lines) {
        range.include(line.curve->raw.x_range());
        for (const DrawPoint& hole : line.curve->not_finite) range.include(hole.x);
    }
    xAxis->setRange(range.empty ? QCPRange(0, 1)
                                : padded(m_xScale.forward(range.lowest), m_xScale.forward(range.highest), 0.02));
    fitY();
    replot(QCustomPlot::rpQueuedReplot);
}

void PlotView::fitY() {
    const double low = m_xScale.inverse(xAxis->range().lower);
    const double high = m_xScale.inverse(xAxis->range().upper);
    DataRange seen;
    for (const PlotLine& line : m_lines) {
        seen.include(line.curve->smooth.y_range_within(low, high));
        if (m_showRaw) seen.include(line.curve->raw.y_range_within(low, high));
    }
    if (seen.empty) return;
    yAxis->setRange(padded(m_yScale.forward(seen.lowest), m_yScale.forward(seen.highest), 0.06));
}

void PlotView::showX(double low, double high) {
    const double from = m_xScale.forward(low), to = m_xScale.forward(high);
    if (!std::isfinite(from) || !std::isfinite(to) || !(to > from)) return fit();
    m_isFitted = false;
    xAxis->setRange(from, to);
    if (!m_isYFree) fitY();
    replot(QCustomPlot::rpQueuedReplot);
}

std::optional<std::array<double, 2>> PlotView::visibleX() const {
    if (m_isFitted) return std::nullopt;
    return std::array{m_xScale.inverse(xAxis->range().lower), m_xScale.inverse(xAxis->range().upper)};
}

void PlotView::updateData() {
    const QCPRange seen = xAxis->range();
    const int columns = std::max(axisRect()->width(), 50);
    tickerOf(xAxis)->setLength(columns);
    tickerOf(yAxis)->setLength(std::max(axisRect()->height(), 50));
    m_drawnPoints = 0;
    for (std::size_t i = 0; i < m_lines.size(); ++i) {
        const auto at = static_cast<qsizetype>(i);
        const PreparedCurve& curve = *m_lines[i].curve;
        const auto points = curve.smooth.view(m_xScale, m_yScale, seen.lower, seen.upper, columns);
        setPoints(m_smooth[at], points);
        m_smooth[at]->setScatterStyle(points.size() == 1 ? QCPScatterStyle(QCPScatterStyle::ssDisc, 6)
                                                         : QCPScatterStyle());
        m_drawnPoints += static_cast<int>(points.size());
        if (m_showRaw) {
            setPoints(m_raw[at], curve.raw.view(m_xScale, m_yScale, seen.lower, seen.upper, columns));
            m_drawnPoints += m_raw[at]->dataCount();
        }
        updateHoles(i, seen.lower, seen.upper);
    }
    if (m_crosshair) m_cross->point1->setCoords(m_xScale.forward(*m_crosshair), 0);
    if (m_crosshair) m_cross->point2->setCoords(m_xScale.forward(*m_crosshair), 1);
}

void PlotView::updateHoles(std::size_t line, double low, double high) {
    std::vector<DrawPoint> holes;
    const double apart = (high - low) / std::max(axisRect()->width() / 3, 1);
    for (const DrawPoint& hole : m_lines[line].curve->not_finite) {
        const double x = m_xScale.forward(hole.x), y = m_yScale.forward(hole.y);
        if (!(x >= low && x <= high) || (!holes.empty() && x - holes.back().x < apart)) continue;
        const QCPRange seen = yAxis->range();
        holes.push_back({x, std::isfinite(y) ? std::clamp(y, seen.lower, seen.upper) : seen.lower});
    }
    setPoints(m_holes[static_cast<qsizetype>(line)], holes);
}

}  // namespace bplf::ui
