// SPDX-License-Identifier: GPL-3.0-or-later
// The viewport painted by QPainter: works everywhere, also without a display server.
#pragma once

#include <QWidget>

#include "ui/kit/canvas_colors.h"
#include "ui/viewport/canvas.h"
#include "ui/viewport/cell_pixels.h"

namespace bplf::ui {

class ViewControls;

class RasterCanvas : public QWidget, public Canvas {
    Q_OBJECT

  public:
    explicit RasterCanvas(CanvasController* controller, QWidget* parent = nullptr);

    QWidget* widget() override { return this; }
    void refresh() override { update(); }
    QString backendName() const override { return QStringLiteral("raster"); }

  protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    void paintCell(QPainter& painter, int index);
    void paintMarks(QPainter& painter, int index);
    void paintHud(QPainter& painter);

    CanvasController* m_controller;
    ViewControls* m_controls;
    CellPixels m_pixels;
    CanvasColors m_colors;
};

}  // namespace bplf::ui
