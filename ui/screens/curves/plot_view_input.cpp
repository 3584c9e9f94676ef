// SPDX-License-Identifier: GPL-3.0-or-later
// How a plot is handled: box zoom, pan, wheel, keys, crosshair and its table of values.
#include <QLabel>
#include <QRubberBand>
#include <algorithm>
#include <cmath>

#include "ui/screens/curves/plot_view.h"

namespace bplf::ui {
namespace {

constexpr int kSmallestBox = 5;

/// What the crosshair found on one line.
struct Reading {
    QString name;
    Rgb color;
    double smooth, raw, x;
};

}  // namespace

void PlotView::mousePressEvent(QMouseEvent* event) {
    m_press = m_last = event->pos();
    const bool isLeft = event->button() == Qt::LeftButton;
    const bool wantsPan =
        event->button() == Qt::MiddleButton || (isLeft && event->modifiers().testFlag(Qt::ShiftModifier));
    if (wantsPan) {
        m_panning = true;
        setCursor(Qt::ClosedHandCursor);
    } else if (isLeft && axisRect()->rect().contains(event->pos())) {
        if (m_box == nullptr) m_box = new QRubberBand(QRubberBand::Rectangle, this);
    } else {
        return QWidget::mousePressEvent(event);
    }
    setCrosshair(std::nullopt, false);
}

void PlotView::mouseMoveEvent(QMouseEvent* event) {
    const QPoint place = event->pos();
    if (m_panning) {
        const auto shift = [](QCPAxis* axis, double from, double to) {
            axis->moveRange(axis->pixelToCoord(from) - axis->pixelToCoord(to));
        };
        shift(xAxis, m_last.x(), place.x());
        if (m_isYFree) shift(yAxis, m_last.y(), place.y());
        m_last = place;
        userMovedX();
    } else if (event->buttons().testFlag(Qt::LeftButton) && m_box != nullptr) {
        m_box->setGeometry(QRect(m_press, place).normalized() & axisRect()->rect());
        m_box->show();
    } else if (axisRect()->rect().contains(place)) {
        const double x = m_xScale.inverse(xAxis->pixelToCoord(place.x()));
        setCrosshair(x, true);
        Q_EMIT crosshairMoved(x);
    } else {
        leaveEvent(nullptr);
    }
}

void PlotView::mouseReleaseEvent(QMouseEvent* event) {
    unsetCursor();
    m_panning = false;
    if (m_box == nullptr || event->button() != Qt::LeftButton || !m_box->isVisible()) return;
    const QRect box = m_box->geometry();
    m_box->hide();
    if (box.width() < kSmallestBox || box.height() < kSmallestBox) return;
    m_isYFree = true;
    yAxis->setRange(yAxis->pixelToCoord(box.bottom()), yAxis->pixelToCoord(box.top()));
    xAxis->setRange(xAxis->pixelToCoord(box.left()), xAxis->pixelToCoord(box.right()));
    userMovedX();
}

void PlotView::mouseDoubleClickEvent(QMouseEvent*) {
    fit();
    Q_EMIT visibleXChanged(std::nullopt);
}

void PlotView::wheelEvent(QWheelEvent* event) {
    const bool isMeant = m_wheelAlways || hasFocus() || event->modifiers().testFlag(Qt::ControlModifier);
    if (!isMeant) return event->ignore();
    zoomAt(event->position(), std::pow(0.85, event->angleDelta().y() / 120.0));
    event->accept();
}

void PlotView::zoomAt(const QPointF& place, double factor) {
    if (place.x() < axisRect()->left()) {
        m_isYFree = true;
        yAxis->scaleRange(factor, yAxis->pixelToCoord(place.y()));
    } else {
        xAxis->scaleRange(factor, xAxis->pixelToCoord(place.x()));
    }
    userMovedX();
}

void PlotView::userMovedX() {
    m_isFitted = false;
    if (!m_isYFree) fitY();
    replot(QCustomPlot::rpQueuedReplot);
    Q_EMIT visibleXChanged(visibleX());
}

void PlotView::keyPressEvent(QKeyEvent* event) {
    const QPointF centre = axisRect()->rect().center();
    const double direction = event->key() == Qt::Key_Left ? -1 : 1;
    switch (event->key()) {
        case Qt::Key_Plus:
        case Qt::Key_Equal:
            return zoomAt(centre, 0.8);
        case Qt::Key_Minus:
            return zoomAt(centre, 1.25);
        case Qt::Key_Home:
            return mouseDoubleClickEvent(nullptr);
        case Qt::Key_Left:
        case Qt::Key_Right:
            break;
        default:
            return QWidget::keyPressEvent(event);
    }
    if (event->modifiers().testFlag(Qt::ShiftModifier)) {
        xAxis->moveRange(direction * xAxis->range().size() * 0.1);
        return userMovedX();
    }
    const double from = m_crosshair ? xAxis->coordToPixel(m_xScale.forward(*m_crosshair)) : centre.x();
    const double to = std::clamp(from + direction * 4, double(axisRect()->left()), double(axisRect()->right()));
    setCrosshair(m_xScale.inverse(xAxis->pixelToCoord(to)), true);
    Q_EMIT crosshairMoved(m_crosshair);
}

void PlotView::leaveEvent(QEvent* event) {
    if (m_crosshair) {
        setCrosshair(std::nullopt, false);
        Q_EMIT crosshairMoved(std::nullopt);
    }
    if (event != nullptr) QCustomPlot::leaveEvent(event);
}

void PlotView::changeEvent(QEvent* event) {
    QCustomPlot::changeEvent(event);
    const bool isLook = event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange;
    if (!isLook || m_cross == nullptr) return;
    applyPalette();
    replot(QCustomPlot::rpQueuedReplot);
}

void PlotView::setCrosshair(std::optional<double> x, bool withTable) {
    m_crosshair = x;
    m_cross->setVisible(x.has_value());
    m_table->setVisible(x && withTable && !m_lines.empty());
    if (m_table->isVisible()) updateTable();
    replot(QCustomPlot::rpQueuedReplot);
}

QString PlotView::valueText(double value) const {
    return QString::fromStdString(format_number(value, 6));
}

namespace {

std::vector<Reading> readingsAt(const std::vector<PlotLine>& lines, double x) {
    std::vector<Reading> readings;
    for (const PlotLine& line : lines) {
        const std::size_t i = line.curve->raw.nearest(x);
        if (i == line.curve->raw.size()) continue;
        readings.push_back(
            {line.name, line.style.color, line.curve->smooth.y()[i], line.curve->raw.y()[i], line.curve->raw.x()[i]});
    }
    std::stable_sort(readings.begin(), readings.end(),
                     [](const Reading& a, const Reading& b) { return a.smooth > b.smooth; });
    return readings;
}

QString placeText(double x, CurveX kind) {
    if (kind == CurveX::kWall) return QString::fromStdString(format_date(x));
    if (kind == CurveX::kRelative) return QString::fromStdString(format_duration(x));
    return QString::fromStdString(format_number(x, 9));
}

}  // namespace

QStringList PlotView::crosshairRows() const {
    QStringList rows;
    if (!m_crosshair) return rows;
    for (const Reading& reading : readingsAt(m_lines, *m_crosshair)) {
        rows << QString("%1  %2  %3  %4")
                    .arg(reading.name, valueText(reading.smooth), valueText(reading.raw), placeText(reading.x, m_x));
    }
    return rows;
}

void PlotView::updateTable() {
    constexpr std::size_t kMostRows = 12;
    const std::vector<Reading> readings = readingsAt(m_lines, *m_crosshair);
    QString html = QString(
                       "<table cellspacing='0' cellpadding='2'><tr><td></td><td></td>"
                       "<td align='right'><b>%1</b></td><td align='right'>%2</td>"
                       "<td align='right'>%3</td></tr>")
                       .arg(tr("smoothed"), tr("logged"), QString::fromStdString(axis_title(m_x)));
    for (std::size_t i = 0; i < std::min(readings.size(), kMostRows); ++i) {
        const Reading& r = readings[i];
        html += QString(
                    "<tr><td><span style='color:%1'>&#9632;</span></td><td>%2</td><td align='right'>"
                    "<b>%3</b></td><td align='right'>&nbsp;%4</td><td align='right'>&nbsp;%5</td></tr>")
                    .arg(QColor(r.color.r, r.color.g, r.color.b).name(), r.name.toHtmlEscaped(), valueText(r.smooth),
                         valueText(r.raw), placeText(r.x, m_x));
    }
    html += "</table>";
    if (readings.size() > kMostRows) html += tr("and %1 more").arg(readings.size() - kMostRows);
    m_table->setText(html);
    m_table->adjustSize();
    const int cross = static_cast<int>(xAxis->coordToPixel(m_xScale.forward(*m_crosshair)));
    const bool fitsRight = cross + 12 + m_table->width() <= width();
    const int left = fitsRight ? cross + 12 : std::max(cross - 12 - m_table->width(), 0);
    m_table->move(left, axisRect()->top() + 6);
    m_table->raise();
}

}  // namespace bplf::ui
