// SPDX-License-Identifier: GPL-3.0-or-later
// Paints visible cells only.
#include "ui/viewport/raster_canvas.h"

#include <QEvent>
#include <QPainter>
#include <QPainterPath>
#include <cmath>

#include "ui/viewport/canvas_controller.h"
#include "ui/viewport/view_controls.h"

namespace bplf::ui {
namespace {

QRectF toQt(const Box& box) {
    return {box.x, box.y, box.width, box.height};
}

/// A small clock: this picture is of an older request.
void paintClock(QPainter& painter, QPointF centre, const CanvasColors& colors) {
    painter.setRenderHint(QPainter::Antialiasing);
    QColor back = colors.background;
    back.setAlpha(190);
    painter.setPen(QPen(colors.text, 1.4));
    painter.setBrush(back);
    painter.drawEllipse(centre, 6, 6);
    painter.drawLine(centre, centre + QPointF(0, -4));
    painter.drawLine(centre, centre + QPointF(3, 0));
    painter.setRenderHint(QPainter::Antialiasing, false);
}

}  // namespace

RasterCanvas::RasterCanvas(CanvasController* controller, QWidget* parent)
    : QWidget(parent),
      m_controller(controller),
      m_controls(new ViewControls(controller, this)),
      m_colors(CanvasColors::from(palette())) {
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_OpaquePaintEvent);
    connect(controller, &CanvasController::changed, this, [this] { update(); });
}

bool RasterCanvas::event(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) {
        m_colors = CanvasColors::from(palette());
        update();
    }
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut) update();
    if (m_controller->handle(event)) {
        event->accept();
        if (event->type() == QEvent::MouseButtonPress) setFocus(Qt::MouseFocusReason);
        return true;
    }
    return QWidget::event(event);
}

void RasterCanvas::resizeEvent(QResizeEvent*) {
    m_controller->setViewport(width(), height());
    m_controls->move(width() - m_controls->width() - 8, height() - m_controls->height() - 8);
    update();
}

void RasterCanvas::paintEvent(QPaintEvent*) {
    const GridScene& scene = m_controller->scene();
    QPainter painter(this);
    painter.fillRect(rect(), m_colors.background);
    for (int i = 0; i < scene.count(); ++i) {
        Box box = scene.pictureBox(i);
        box.height += scene.captionBox(i).height;
        if (!scene.isVisible(box)) continue;
        paintCell(painter, i);
        paintMarks(painter, i);
    }
    paintHud(painter);
}

void RasterCanvas::paintCell(QPainter& painter, int index) {
    const GridScene& scene = m_controller->scene();
    const SceneCell& cell = scene.cell(index);
    const QRectF box = toQt(scene.pictureBox(index));
    const double ratio = devicePixelRatioF();
    const int width = static_cast<int>(std::lround(box.width() * ratio));
    const int height = static_cast<int>(std::lround(box.height() * ratio));
    const auto slot = static_cast<std::size_t>(index) * 2;
    if (cell.image.empty()) {
        painter.fillRect(box, m_colors.empty);
    } else {
        painter.drawImage(box, m_pixels.get(slot, cell.image, cell.version, width, height, scene.isSmooth()));
    }
    if (scene.isPinned() && !cell.reference.empty()) {
        painter.save();
        painter.setClipRect(QRectF(box.x(), box.y(), box.width() * scene.wipe(), box.height()));
        painter.drawImage(
            box, m_pixels.get(slot + 1, cell.reference, cell.referenceVersion, width, height, scene.isSmooth()));
        painter.restore();
        const double x = box.x() + box.width() * scene.wipe();
        painter.fillRect(QRectF(x - 1, box.y(), 2, box.height()), m_colors.accent);
    }
    const Box caption = scene.captionBox(index);
    if (caption.height <= 0) return;
    painter.setPen(index == scene.selected() ? m_colors.text : m_colors.mutedText);
    const QString text = painter.fontMetrics().elidedText(QString::fromStdString(cell.caption), Qt::ElideRight,
                                                          static_cast<int>(caption.width));
    painter.drawText(toQt(caption), Qt::AlignHCenter | Qt::AlignVCenter, text);
}

void RasterCanvas::paintMarks(QPainter& painter, int index) {
    const GridScene& scene = m_controller->scene();
    const QRectF box = toQt(scene.pictureBox(index));
    if (scene.cell(index).stale && box.width() > 40) paintClock(painter, box.topRight() + QPointF(-11, 11), m_colors);
    const bool selected = index == scene.selected();
    if (!selected && index != scene.hovered()) return;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    const double width = selected ? (hasFocus() ? 3 : 2) : 1.5;
    painter.setPen(QPen(selected ? m_colors.accent : m_colors.outline, width));
    painter.drawRoundedRect(box.adjusted(-2, -2, 2, 2), 3, 3);
    painter.setRenderHint(QPainter::Antialiasing, false);
}

void RasterCanvas::paintHud(QPainter& painter) {
    const QString text = QString::fromStdString(m_controller->scene().hud);
    if (text.isEmpty()) return;
    QRect box = painter.fontMetrics().boundingRect(text).adjusted(-8, -3, 8, 3);
    box.moveTopRight(rect().topRight() + QPoint(-8, 8));
    QColor back = m_colors.background;
    back.setAlpha(215);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(back);
    painter.drawRoundedRect(box, 4, 4);
    painter.setPen(m_colors.mutedText);
    painter.drawText(box, Qt::AlignCenter, text);
    painter.setRenderHint(QPainter::Antialiasing, false);
}

}  // namespace bplf::ui
