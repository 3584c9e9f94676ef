// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/screens/models/histogram_view.h"

#include <QPainter>
#include <algorithm>

#include "ui/kit/accessible.h"
#include "ui/kit/canvas_colors.h"
#include "ui/screens/models/model_words.h"

namespace bplf::ui {
namespace {

QString shortNumber(double value) {
    return QString::number(value, 'g', 4);
}

}  // namespace

HistogramView::HistogramView(QWidget* parent) : QWidget(parent) {
    setAccessibleRole(this, QAccessible::Graphic);
    show({}, {});
}

void HistogramView::show(const QString& name, const TensorHistogram& histogram) {
    m_name = name;
    m_histogram = histogram;
    const auto& counts = m_histogram.counts;
    QString words = tr("Histogram: no tensor is chosen");
    if (!counts.empty()) {
        const auto most = static_cast<double>(std::ranges::max_element(counts) - counts.begin());
        const double step = (m_histogram.high - m_histogram.low) / static_cast<double>(counts.size());
        words = tr("Numbers of %1 from %2 to %3, most near %4")
                    .arg(name, shortNumber(m_histogram.low), shortNumber(m_histogram.high),
                         shortNumber(m_histogram.low + (most + 0.5) * step));
    }
    setAccessibleName(words);
    setToolTip(words);
    update();
}

void HistogramView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const CanvasColors colors = CanvasColors::from(palette());
    const int line = fontMetrics().height();
    const QRect frame = rect().adjusted(0, line + 6, -1, -line - 6);
    painter.setPen(colors.mutedText);
    const auto& counts = m_histogram.counts;
    if (counts.empty()) {
        painter.drawText(rect(), Qt::AlignCenter, tr("Choose a tensor to see how its numbers lie."));
        return;
    }
    const auto most = static_cast<double>(std::max<std::int64_t>(1, *std::ranges::max_element(counts)));
    const double width = frame.width() / static_cast<double>(counts.size());
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const double height = static_cast<double>(counts[i]) / most * frame.height();
        const double x = frame.left() + static_cast<double>(i) * width;
        painter.fillRect(QRectF(x, frame.bottom() + 1 - height, std::max(1.0, width - 1), height), colors.accent);
    }
    painter.drawLine(frame.bottomLeft(), frame.bottomRight());
    const QRect below(0, height() - line - 2, frame.width(), line);
    painter.drawText(below, Qt::AlignLeft, shortNumber(m_histogram.low));
    painter.drawText(below, Qt::AlignRight, shortNumber(m_histogram.high));
    if (m_histogram.low < 0 && m_histogram.high > 0) {
        const double zero = -m_histogram.low / (m_histogram.high - m_histogram.low) * frame.width();
        painter.drawLine(QPointF(zero, frame.bottom()), QPointF(zero, frame.bottom() + 4));
        if (zero > 60 && zero < frame.width() - 60)
            painter.drawText(QRectF(zero - 20, below.top(), 40, line), Qt::AlignHCenter, QStringLiteral("0"));
    }
    QString title = m_name;
    if (m_histogram.not_finite > 0) title += tr(" · %1 NaN or infinite").arg(countWords(m_histogram.not_finite));
    painter.setPen(m_histogram.not_finite > 0 ? colors.text : colors.mutedText);
    painter.drawText(QRect(0, 0, width > 0 ? frame.width() : 0, line + 2), Qt::AlignLeft | Qt::AlignVCenter,
                     fontMetrics().elidedText(title, Qt::ElideMiddle, frame.width()));
}

}  // namespace bplf::ui
