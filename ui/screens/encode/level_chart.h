// SPDX-License-Identifier: GPL-3.0-or-later
// One level of a code against the Gaussian it should follow, and bits/dim on its usual range.
#pragma once

#include <QWidget>
#include <array>
#include <optional>

#include "core/engine/types.h"

namespace bplf::ui {

/// A histogram over [-4, 4] with the standard normal curve on it.
class LevelChart : public QWidget {
    Q_OBJECT

  public:
    explicit LevelChart(QWidget* parent = nullptr);
    void setLevel(const QString& name, const LevelStatistics& statistics);
    QSize sizeHint() const override { return {200, 110}; }
    QSize minimumSizeHint() const override { return {120, 80}; }

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    LevelStatistics m_statistics;
};

/// A marker on a line whose coloured part is the usual range.
class RangeBar : public QWidget {
    Q_OBJECT

  public:
    explicit RangeBar(QWidget* parent = nullptr);
    void setValue(double value, const std::optional<std::array<double, 2>>& usual);
    QSize sizeHint() const override { return {200, 34}; }

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    double m_value = 0;
    std::optional<std::array<double, 2>> m_usual;
};

}  // namespace bplf::ui
