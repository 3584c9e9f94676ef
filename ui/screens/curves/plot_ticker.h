// SPDX-License-Identifier: GPL-3.0-or-later
// Gives QCustomPlot the ticks of our scales, on a linear axis of scale positions.
#pragma once

#include "core/plot/curve_scale.h"
#include "ui/screens/curves/plot_library.h"

namespace bplf::ui {

/// Ticks of an AxisScale; labelled ones become ticks, the others sub-ticks.
class PlotTicker : public QCPAxisTicker {
  public:
    /// `pixelsPerLabel`: room a label needs along the axis.
    explicit PlotTicker(int pixelsPerLabel) : m_pixelsPerLabel(pixelsPerLabel) {}
    void setScale(const AxisScale& scale) { m_scale = scale; }
    /// Length of the axis in pixels at the next generate().
    void setLength(int pixels) { m_length = pixels; }

    void generate(const QCPRange& range, const QLocale&, QChar, int, QVector<double>& ticks, QVector<double>* subTicks,
                  QVector<QString>* tickLabels) override {
        ticks.clear();
        if (subTicks) subTicks->clear();
        if (tickLabels) tickLabels->clear();
        const int wanted = std::max(2, m_length / m_pixelsPerLabel);
        for (const AxisTick& tick : m_scale.ticks(range.lower, range.upper, wanted)) {
            if (tick.label.empty()) {
                if (subTicks) subTicks->append(tick.position);
                continue;
            }
            ticks.append(tick.position);
            if (tickLabels) tickLabels->append(QString::fromStdString(tick.label));
        }
    }

  private:
    AxisScale m_scale;
    int m_pixelsPerLabel;
    int m_length = 300;
};

}  // namespace bplf::ui
