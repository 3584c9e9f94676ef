// SPDX-License-Identifier: GPL-3.0-or-later
// How a plot is handled: box zoom, pan, wheel, keys, crosshair and its table of values.
#include <QKeyEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QRubberBand>
#include <QWheelEvent>
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
    } else if (isLeft && m_picture.plot.contains(event->pos())) {
        if (m_box == nullptr) m_box = new QRubberBand(QRubberBand::Rectangle, this);
    } else {
        return QWidget::mousePressEvent(event);
    }
    leaveEvent(nullptr);
}

void PlotView::mouseMoveEvent(QMouseEvent* event) {
    const QPoint place = event->pos();
    if (m_panning) {
        pan(m_last - place);
        m_last = place;
    } else if (event->buttons().testFlag(Qt::LeftButton) && m_box != nullptr) {
        m_box->setGeometry(QRect(m_press, place).normalized() & m_picture.plot.toAlignedRect());
        m_box->show();
    } else if (m_picture.plot.contains(place)) {
        const double x = m_picture.axes.x.value_at(m_picture.shareAcross(place.x()));
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
    const PanelAxes& seen = m_picture.axes;
    m_yRange = {seen.y.position_at(m_picture.shareUp(box.bottom())), seen.y.position_at(m_picture.shareUp(box.top()))};
    showPositions(seen.x.position_at(m_picture.shareAcross(box.left())),
                  seen.x.position_at(m_picture.shareAcross(box.right())));
}

void PlotView::mouseDoubleClickEvent(QMouseEvent*) {
    fit();
    Q_EMIT visibleXChanged(std::nullopt);
}

void PlotView::wheelEvent(QWheelEvent* event) {
    const bool isMeant = m_wheelAlways || hasFocus() || event->modifiers().testFlag(Qt::ControlModifier);
    if (!isMeant || m_picture.plot.isEmpty()) return event->ignore();
    const double factor = std::pow(0.85, event->angleDelta().y() / 120.0);
    if (event->position().x() < m_picture.plot.left())
        zoomUpAt(m_picture.shareUp(event->position().y()), factor);
    else
        zoomAt(m_picture.shareAcross(event->position().x()), factor);
    event->accept();
}

void PlotView::zoomAt(double share, double factor) {
    const double centre = m_axes.x.position_at(share);
    showPositions(centre - (centre - m_axes.x.low) * factor, centre + (m_axes.x.high - centre) * factor);
}

void PlotView::zoomUpAt(double share, double factor) {
    const double centre = m_axes.y.position_at(share);
    m_yRange = {centre - (centre - m_axes.y.low) * factor, centre + (m_axes.y.high - centre) * factor};
    rescale();
}

void PlotView::pan(const QPointF& by) {
    if (m_picture.plot.isEmpty()) return;
    const double up = -by.y() / m_picture.plot.height() * m_axes.y.size();
    if (m_yRange) m_yRange = {(*m_yRange)[0] + up, (*m_yRange)[1] + up};
    const double across = by.x() / m_picture.plot.width() * m_axes.x.size();
    showPositions(m_axes.x.low + across, m_axes.x.high + across);
}

void PlotView::showPositions(double low, double high) {
    showX(m_axes.x.scale.inverse(low), m_axes.x.scale.inverse(high));
    Q_EMIT visibleXChanged(visibleX());
}

void PlotView::keyPressEvent(QKeyEvent* event) {
    const double direction = event->key() == Qt::Key_Left ? -1 : 1;
    switch (event->key()) {
        case Qt::Key_Plus:
        case Qt::Key_Equal:
            return zoomAt(0.5, 0.8);
        case Qt::Key_Minus:
            return zoomAt(0.5, 1.25);
        case Qt::Key_Home:
            return mouseDoubleClickEvent(nullptr);
        case Qt::Key_Left:
        case Qt::Key_Right:
            break;
        default:
            return QWidget::keyPressEvent(event);
    }
    if (event->modifiers().testFlag(Qt::ShiftModifier)) {
        const double by = direction * m_axes.x.size() * 0.1;
        return showPositions(m_axes.x.low + by, m_axes.x.high + by);
    }
    const double from = m_crosshair ? m_axes.x.share_of(m_axes.x.scale.forward(*m_crosshair)) : 0.5;
    const double step = 4 / std::max(m_picture.plot.width(), 100.0);
    setCrosshair(m_axes.x.value_at(std::clamp(from + direction * step, 0.0, 1.0)), true);
    Q_EMIT crosshairMoved(m_crosshair);
}

void PlotView::leaveEvent(QEvent* event) {
    if (m_crosshair) {
        setCrosshair(std::nullopt, false);
        Q_EMIT crosshairMoved(std::nullopt);
    }
    if (event != nullptr) QWidget::leaveEvent(event);
}

void PlotView::hideEvent(QHideEvent* event) {
    leaveEvent(nullptr);
    QWidget::hideEvent(event);
}

void PlotView::focusOutEvent(QFocusEvent* event) {
    leaveEvent(nullptr);
    QWidget::focusOutEvent(event);
}

void PlotView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    const bool isLook = event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange;
    if (isLook && m_table != nullptr) applyPalette();
}

void PlotView::setCrosshair(std::optional<double> x, bool withTable) {
    if (!x && !m_crosshair) return;
    m_crosshair = x;
    m_table->setVisible(x && withTable && !m_lines.empty());
    if (m_table->isVisible()) updateTable();
    update();
}

namespace {

QString valueText(double value) {
    return QString::fromStdString(format_number(value, 6));
}

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
                    .arg(reading.name, valueText(reading.smooth), valueText(reading.raw),
                         placeText(reading.x, m_scales.x));
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
                       .arg(tr("smoothed"), tr("logged"), QString::fromStdString(axis_title(m_scales.x)));
    for (std::size_t i = 0; i < std::min(readings.size(), kMostRows); ++i) {
        const Reading& r = readings[i];
        html += QString(
                    "<tr><td><span style='color:%1'>&#9632;</span></td><td>%2</td><td align='right'>"
                    "<b>%3</b></td><td align='right'>&nbsp;%4</td><td align='right'>&nbsp;%5</td></tr>")
                    .arg(QColor(r.color.r, r.color.g, r.color.b).name(), r.name.toHtmlEscaped(), valueText(r.smooth),
                         valueText(r.raw), placeText(r.x, m_scales.x));
    }
    html += "</table>";
    if (readings.size() > kMostRows) html += tr("and %1 more").arg(readings.size() - kMostRows);
    m_table->setText(html);
    m_table->adjustSize();
    const int cross = static_cast<int>(m_picture.across(m_picture.axes.x.scale.forward(*m_crosshair)));
    const bool fitsRight = cross + 12 + m_table->width() <= width();
    const int left = fitsRight ? cross + 12 : std::max(cross - 12 - m_table->width(), 0);
    m_table->move(left, static_cast<int>(m_picture.plot.top()) + 6);
    m_table->raise();
}

}  // namespace bplf::ui
