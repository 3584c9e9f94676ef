// SPDX-License-Identifier: GPL-3.0-or-later
// How the numbers of a tensor lie, as bars.
#pragma once

#include <QWidget>

#include "core/inspect/tensor_facts.h"

namespace bplf::ui {

class HistogramView : public QWidget {
    Q_OBJECT

  public:
    explicit HistogramView(QWidget* parent = nullptr);

    /// `name` is the tensor's; an empty histogram shows nothing.
    void show(const QString& name, const TensorHistogram& histogram);
    QSize sizeHint() const override { return {320, 150}; }
    QSize minimumSizeHint() const override { return {200, 110}; }

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    QString m_name;
    TensorHistogram m_histogram;
};

}  // namespace bplf::ui
