// SPDX-License-Identifier: GPL-3.0-or-later
// Two small drawings.
#include "ui/screens/encode/level_chart.h"
#include "ui/kit/accessible.h"
#include "ui/kit/canvas_colors.h"
#include "ui/kit/widget_helpers.h"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>
#include <numbers>

namespace bplf::ui {
namespace {

double normal(double x) {
    return std::exp(-x * x / 2) / std::sqrt(2 * std::numbers::pi);
}

}  // namespace

LevelChart::LevelChart(QWidget* parent) : QWidget(parent) {
    setAccessibleRole(this, QAccessible::Chart);
}

void LevelChart::setLevel(const QString& name, const LevelStatistics& statistics) {
    m_statistics = statistics;
    setAccessibleName(tr("Histogram of level %1").arg(name));
    setAccessibleDescription(tr("mean %1, deviation %2, largest %3")
                                 .arg(fixedText(statistics.mean, 2))
                                 .arg(statistics.deviation, 0, 'f', 2)
                                 .arg(statistics.largest, 0, 'f', 1));
    update();
}

void LevelChart::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const CanvasColors colors = CanvasColors::from(palette());
    const auto& bins = m_statistics.histogram;
    if (bins.empty()) return;
    const double top = std::max(0.45, static_cast<double>(*std::ranges::max_element(bins)) * 1.05);
    const double high = height() - 14.0;
    const auto y = [&](double density) { return high - density / top * (high - 2); };
    const double step = width() / static_cast<double>(bins.size());
    QColor fill = colors.accent;
    fill.setAlpha(110);
    for (std::size_t i = 0; i < bins.size(); ++i) {
        const double x = static_cast<double>(i) * step;
        painter.fillRect(QRectF(x, y(bins[i]), std::max(1.0, step - 1), high - y(bins[i])), fill);
    }
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath curve;
    for (int i = 0; i <= 80; ++i) {
        const double z = -4 + i * 0.1;
        const QPointF point((z + 4) / 8 * width(), y(normal(z)));
        i == 0 ? curve.moveTo(point) : curve.lineTo(point);
    }
    painter.setPen(QPen(colors.text, 1.4));
    painter.drawPath(curve);
    painter.setPen(QPen(colors.mutedText, 1));
    painter.drawLine(QPointF(0, high), QPointF(width(), high));
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * 0.8);
    painter.setFont(small);
    for (const int z : {-3, 0, 3})
        painter.drawText(QRectF((z + 4) / 8.0 * width() - 20, high, 40, 14), Qt::AlignCenter, QString::number(z));
}

RangeBar::RangeBar(QWidget* parent) : QWidget(parent) {
    setAccessibleName(tr("Bits per dimension against the usual range"));
    setAccessibleRole(this, QAccessible::Chart);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void RangeBar::setValue(double value, const std::optional<std::array<double, 2>>& usual) {
    m_value = value;
    m_usual = usual;
    setAccessibleDescription(tr("%1 bits per dimension").arg(value, 0, 'f', 2));
    update();
}

void RangeBar::paintEvent(QPaintEvent*) {
    if (!m_usual) return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const CanvasColors colors = CanvasColors::from(palette());
    const double spread = std::max(0.1, (*m_usual)[1] - (*m_usual)[0]);
    const double low = std::min((*m_usual)[0] - spread * 0.5, m_value - spread * 0.1);
    const double high = std::max((*m_usual)[1] + spread * 0.5, m_value + spread * 0.1);
    const auto x = [&](double value) { return 4 + (value - low) / (high - low) * (width() - 8); };
    const double line = 10;
    painter.setPen(Qt::NoPen);
    painter.setBrush(palette().color(QPalette::Mid));
    painter.drawRoundedRect(QRectF(4, line - 2, width() - 8, 4), 2, 2);
    painter.setBrush(colors.accent);
    painter.drawRoundedRect(QRectF(x((*m_usual)[0]), line - 2, x((*m_usual)[1]) - x((*m_usual)[0]), 4), 2, 2);
    painter.setBrush(colors.text);
    painter.drawEllipse(QPointF(x(m_value), line), 6, 6);
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * 0.85);
    painter.setFont(small);
    painter.setPen(colors.mutedText);
    for (const double end : *m_usual)
        painter.drawText(QRectF(x(end) - 30, line + 7, 60, 16), Qt::AlignCenter, QString::number(end, 'f', 1));
}

}  // namespace bplf::ui
