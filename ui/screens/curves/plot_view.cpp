// SPDX-License-Identifier: GPL-3.0-or-later
// What a plot shows: its axes, its picture from the background, the crosshair. Input is in plot_view_input.cpp.
#include "ui/screens/curves/plot_view.h"

#include <QLabel>
#include <QPainter>
#include <QPalette>
#include <QRubberBand>
#include <cmath>

#include "ui/bridge/background.h"
#include "ui/kit/accessible.h"

namespace bplf::ui {

PlotView::PlotView(const QString& title, QWidget* parent)
    : QWidget(parent), m_title(title), m_views(std::make_shared<ThinnedViews>()), m_table(new QLabel(this)) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setMinimumSize(220, 160);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setAccessibleName(tr("Plot of %1").arg(title));
    setAccessibleRole(this, QAccessible::Chart);
    m_panel.tag = title.toStdString();
    m_table->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_table->setTextFormat(Qt::RichText);
    m_table->setMargin(6);
    m_table->setAutoFillBackground(true);
    m_table->setFrameShape(QFrame::StyledPanel);
    m_table->hide();
    applyPalette();
}

void PlotView::applyPalette() {
    m_look = plotLook(palette(), font());
    QPalette table = palette();
    table.setColor(QPalette::Window, palette().color(QPalette::ToolTipBase));
    table.setColor(QPalette::WindowText, palette().color(QPalette::ToolTipText));
    m_table->setPalette(table);
    invalidate();
}

void PlotView::setLines(std::vector<PlotLine> lines) {
    if (lines == m_lines) return;
    m_lines = std::move(lines);
    m_panel.lines.clear();
    for (const PlotLine& line : m_lines) m_panel.lines.push_back({line.curve, line.style});
    rescale();
}

void PlotView::setAxes(bool logX, bool logY, CurveX x, bool showRaw) {
    const PanelScales scales{x, logX, logY, showRaw, std::nullopt};
    if (scales == m_scales) return;
    if (x != m_scales.x) m_xRange.reset();
    if (x != m_scales.x || logX != m_scales.log_x || logY != m_scales.log_y) m_yRange.reset();
    m_scales = scales;
    rescale();
}

void PlotView::rescale() {
    PanelScales scales = m_scales;
    scales.x_range = m_xRange;
    const ScaleKind before = m_axes.y.scale.kind();
    m_axes = fit_axes(m_panel, scales);
    // Positions of another scale are other values.
    if (m_axes.y.scale.kind() != before) m_yRange.reset();
    if (m_yRange) m_axes.y = {m_axes.y.scale, (*m_yRange)[0], (*m_yRange)[1]};
    invalidate();
}

void PlotView::fit() {
    m_xRange.reset();
    m_yRange.reset();
    rescale();
}

void PlotView::showX(double low, double high) {
    const double from = m_axes.x.scale.forward(low), to = m_axes.x.scale.forward(high);
    if (!std::isfinite(from) || !std::isfinite(to) || !(to > from)) return fit();
    m_xRange = {low, high};
    rescale();
}

void PlotView::invalidate() {
    m_isStale = true;
    update();
}

bool PlotView::isSettled() const {
    return (!m_isStale && !m_isPainting) || visibleRegion().isEmpty();
}

void PlotView::startPicture() {
    m_isStale = false;
    m_isPainting = true;
    ++m_paintings;
    const PlotRequest request{m_panel, m_scales, m_axes, m_look, size(), devicePixelRatioF()};
    runInBackground<PlotPicture>(
        this, [request, views = m_views] { return paintPlot(request, *views); },
        [this](const Result<PlotPicture>& picture) { adopt(picture); });
}

void PlotView::adopt(const Result<PlotPicture>& picture) {
    m_isPainting = false;
    if (picture.ok()) m_picture = picture.value();
    if (m_table->isVisible()) updateTable();
    update();
    if (!m_isStale) Q_EMIT settledChanged();
}

void PlotView::paintEvent(QPaintEvent*) {
    // Only what is seen is painted, and the newest state alone.
    if (m_isStale && !m_isPainting) startPicture();
    QPainter painter(this);
    const QSizeF painted = m_picture.image.deviceIndependentSize();
    if (painted.width() < width() || painted.height() < height()) painter.fillRect(rect(), palette().base());
    painter.drawImage(QPointF(0, 0), m_picture.image);
    const QColor ink = palette().color(QPalette::Text);
    if (hasFocus()) {
        painter.setPen(QPen(palette().color(QPalette::Highlight), 1));
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
    if (!m_crosshair || m_picture.image.isNull()) return;
    const double x = m_picture.across(m_picture.axes.x.scale.forward(*m_crosshair));
    if (!(x >= m_picture.plot.left() && x <= m_picture.plot.right())) return;
    painter.setPen(QPen(QColor(ink.red(), ink.green(), ink.blue(), 130), 1, Qt::DashLine));
    painter.drawLine(QPointF(x, m_picture.plot.top()), QPointF(x, m_picture.plot.bottom()));
}

void PlotView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    invalidate();
}

}  // namespace bplf::ui
