// SPDX-License-Identifier: GPL-3.0-or-later
// The scaled pixels are kept until size or picture change.
#include "ui/kit/picture.h"
#include "ui/kit/accessible.h"
#include "ui/kit/canvas_colors.h"
#include "ui/kit/scaled_picture.h"

#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

namespace bplf::ui {

Picture::Picture(const QString& accessibleName, QWidget* parent) : QWidget(parent) {
    setAccessibleName(accessibleName);
    setAccessibleRole(this, QAccessible::Graphic);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    setSizePolicy(policy);
}

void Picture::setPreferredSide(int side) {
    m_side = side;
    updateGeometry();
}

void Picture::setImage(const Image& image) {
    m_image = image;
    m_scaled = {};
    update();
}

void Picture::setSmooth(bool smooth) {
    m_smooth = smooth;
    m_scaled = {};
    update();
}

void Picture::setPlaceholder(const QString& text) {
    m_placeholder = text;
    update();
}

void Picture::setClickable(bool clickable) {
    m_isClickable = clickable;
    setCursor(clickable ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void Picture::setMarked(bool marked) {
    if (marked == m_isMarked) return;
    m_isMarked = marked;
    update();
}

void Picture::mousePressEvent(QMouseEvent* event) {
    event->setAccepted(m_isClickable && event->button() == Qt::LeftButton);
}

void Picture::mouseReleaseEvent(QMouseEvent* event) {
    if (m_isClickable && event->button() == Qt::LeftButton && rect().contains(event->pos())) Q_EMIT clicked();
}

void Picture::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const CanvasColors colors = CanvasColors::from(palette());
    const double aspect = m_image.empty() ? 1.0 : static_cast<double>(m_image.width) / m_image.height;
    const double width = std::min<double>(this->width(), height() * aspect);
    const QRectF box((this->width() - width) / 2, (height() - width / aspect) / 2, width, width / aspect);
    if (m_image.empty()) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(colors.empty);
        painter.drawRoundedRect(box, 4, 4);
        painter.setPen(colors.mutedText);
        painter.drawText(box.adjusted(4, 4, -4, -4), Qt::AlignCenter | Qt::TextWordWrap, m_placeholder);
        return;
    }
    const double ratio = devicePixelRatioF();
    const int w = std::max(1, static_cast<int>(std::lround(box.width() * ratio)));
    const int h = std::max(1, static_cast<int>(std::lround(box.height() * ratio)));
    if (m_scaled.size() != QSize(w, h)) m_scaled = scaledPicture(m_image, w, h, m_smooth);
    painter.drawImage(box, m_scaled);
    if (!m_isMarked) return;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colors.accent, 3));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(box.adjusted(1.5, 1.5, -1.5, -1.5), 4, 4);
}

}  // namespace bplf::ui
