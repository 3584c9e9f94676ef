// SPDX-License-Identifier: GPL-3.0-or-later
// Photo pixels on the outside, widget pixels inside.
#include "ui/screens/encode/photo_view.h"
#include "core/face/align.h"
#include "ui/kit/canvas_colors.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QTransform>
#include <cmath>

namespace bplf::ui {
namespace {

/// A press that moves less than this is a click, not a box.
constexpr double kSlack = 6;

}  // namespace

PhotoView::PhotoView(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Photo"));
    setAccessibleParts(this, this, QAccessible::List);
    setAccessibleDescription(tr("Left and right choose among the faces found."));
    setMinimumSize(240, 180);
    setCursor(Qt::CrossCursor);
}

void PhotoView::setPhoto(const QImage& preview, double scale) {
    m_preview = preview;
    m_scale = scale;
    update();
}

void PhotoView::setFaces(const std::vector<Face>& faces, int chosen, const std::optional<Face>& box, double margin,
                         double roll) {
    m_faces = faces;
    m_chosen = chosen;
    m_box = box;
    m_margin = margin;
    m_roll = roll;
    update();
}

QRectF PhotoView::target() const {
    if (m_preview.isNull()) return rect();
    const double zoom =
        std::min(width() / static_cast<double>(m_preview.width()), height() / static_cast<double>(m_preview.height()));
    const QSizeF size = QSizeF(m_preview.size()) * zoom;
    return {(width() - size.width()) / 2, (height() - size.height()) / 2, size.width(), size.height()};
}

QPointF PhotoView::toWidget(QPointF photo) const {
    const QRectF place = target();
    const double zoom = place.width() / std::max(1, m_preview.width()) * m_scale;
    return place.topLeft() + photo * zoom;
}

QPointF PhotoView::toPhoto(QPointF widget) const {
    const QRectF place = target();
    const double zoom = place.width() / std::max(1, m_preview.width()) * m_scale;
    return (widget - place.topLeft()) / zoom;
}

QRectF PhotoView::boxInWidget(const Face& face) const {
    const FaceRect& box = face.box;
    return {toWidget({box.x, box.y}), toWidget({box.x + box.width, box.y + box.height})};
}

QPolygonF PhotoView::cropInWidget() const {
    const CropSquare square = crop_square(*m_box, m_margin, m_roll);
    const double half = square.side / 2;
    QPolygonF corners;
    for (const QPointF& corner :
         {QPointF(-half, -half), QPointF(half, -half), QPointF(half, half), QPointF(-half, half)})
        corners << toWidget(QTransform().rotate(square.roll).map(corner) + QPointF(square.centre.x, square.centre.y));
    return corners;
}

void PhotoView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const CanvasColors colors = CanvasColors::from(palette());
    painter.fillRect(rect(), colors.background);
    if (m_preview.isNull()) return;
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawImage(target(), m_preview);
    painter.setRenderHint(QPainter::Antialiasing);
    paintBoxes(painter);
    if (!hasFocus()) return;
    painter.setPen(QPen(colors.accent, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(rect().adjusted(1, 1, -2, -2));
}

void PhotoView::paintBoxes(QPainter& painter) {
    const CanvasColors colors = CanvasColors::from(palette());
    const auto frame = [&](const QPolygonF& outline, bool chosen) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(QColor(0, 0, 0, 150), chosen ? 5 : 3.5));
        painter.drawPolygon(outline);
        painter.setPen(QPen(chosen ? colors.accent : QColor(255, 255, 255), chosen ? 2.5 : 1.5));
        painter.drawPolygon(outline);
    };
    if (m_box) {
        // What is cut out stays clear, the rest is dimmed.
        QPainterPath dim;
        dim.addRect(target());
        dim.addPolygon(cropInWidget());
        dim.closeSubpath();
        painter.fillPath(dim, QColor(0, 0, 0, 90));
    }
    for (std::size_t i = 0; i < m_faces.size(); ++i)
        if (static_cast<int>(i) != m_chosen) frame(QPolygonF(boxInWidget(m_faces[i])), false);
    if (m_box) frame(cropInWidget(), true);
    if (m_drawn) frame(QPolygonF(*m_drawn), true);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors.accent);
    if (m_box && m_box->landmarks)
        for (const Point& point : *m_box->landmarks) painter.drawEllipse(toWidget({point.x, point.y}), 3, 3);
}

void PhotoView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || m_preview.isNull()) return;
    m_pressed = event->position();
}

void PhotoView::mouseMoveEvent(QMouseEvent* event) {
    if (!(event->buttons() & Qt::LeftButton) || m_preview.isNull()) return;
    const QPointF d = event->position() - m_pressed;
    if (std::hypot(d.x(), d.y()) < kSlack) return;
    const double side = std::max(std::abs(d.x()), std::abs(d.y()));
    m_drawn = QRectF(m_pressed,
                     QPointF(m_pressed.x() + std::copysign(side, d.x()), m_pressed.y() + std::copysign(side, d.y())))
                  .normalized();
    update();
}

void PhotoView::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || m_preview.isNull()) return;
    if (m_drawn) {
        const QRectF drawn = *m_drawn;
        m_drawn.reset();
        update();
        Q_EMIT boxDrawn(QRectF(toPhoto(drawn.topLeft()), toPhoto(drawn.bottomRight())));
        return;
    }
    for (std::size_t i = 0; i < m_faces.size(); ++i)
        if (boxInWidget(m_faces[i]).contains(event->position())) {
            Q_EMIT faceClicked(static_cast<int>(i));
            return;
        }
}

void PhotoView::keyPressEvent(QKeyEvent* event) {
    const int count = static_cast<int>(m_faces.size());
    if (count > 0 && event->key() == Qt::Key_Left) {
        Q_EMIT faceClicked((m_chosen + count - 1) % count);
    } else if (count > 0 && event->key() == Qt::Key_Right) {
        Q_EMIT faceClicked((m_chosen + 1) % count);
    } else {
        QWidget::keyPressEvent(event);
    }
}

}  // namespace bplf::ui
