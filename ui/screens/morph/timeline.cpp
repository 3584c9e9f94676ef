// SPDX-License-Identifier: GPL-3.0-or-later
// Painting and gestures of the timeline.
#include "ui/screens/morph/timeline.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QDragEnterEvent>
#include <QKeyEvent>
#include <QMimeData>
#include <QPainter>
#include <QPainterPath>
#include <cmath>

#include "core/sample/morph_timing.h"

namespace bplf::ui {

Timeline::Timeline(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setAcceptDrops(true);
    setMouseTracking(true);
    setAccessibleName(tr("Timeline"));
    setAccessibleParts(this, this, QAccessible::List);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setToolTip(tr("Click: go there · drag a key: move it · double click: new key · Delete: remove"));
}

void Timeline::setFilm(int frames, double fps, bool loop, std::vector<TimelineKey> keys) {
    m_frames = frames;
    m_fps = fps;
    m_loop = loop;
    m_keys = std::move(keys);
    layOut();
}

void Timeline::layOut() {
    std::vector<double> frames;
    for (const TimelineKey& key : m_keys) frames.push_back(key.frame);
    m_layout = TimelineLayout(width(), m_frames, std::move(frames));
    update();
}

void Timeline::resizeEvent(QResizeEvent*) {
    layOut();
}

QRect Timeline::partRect(int key) const {
    const double side = m_layout.thumbSide();
    return QRectF(m_layout.keyX(static_cast<std::size_t>(key)) - side / 2, TimelineLayout::kThumbTop, side, side)
        .toRect();
}

void Timeline::setSelected(int key) {
    const bool isOther = key != m_selected;
    m_selected = key;
    speak();
    if (isOther) tellSelectedPart(this, key);
    update();
}

void Timeline::setPlayhead(double frame) {
    m_playhead = frame;
    update();
}

void Timeline::setCached(std::vector<bool> cached) {
    m_cached = std::move(cached);
    update();
}

void Timeline::speak() {
    const bool hasKey = m_selected >= 0 && m_selected < static_cast<int>(m_keys.size());
    setAccessibleDescription(hasKey ? m_keys[static_cast<std::size_t>(m_selected)].spoken : tr("No key is selected"));
}

void Timeline::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.fillRect(rect(), palette().color(QPalette::Base));
    paintRuler(painter);
    paintCache(painter);
    paintSegments(painter);
    for (std::size_t i = 0; i < m_keys.size(); ++i) {
        if (static_cast<int>(i) != m_selected) paintKey(painter, i);
    }
    if (m_selected >= 0 && m_selected < static_cast<int>(m_keys.size())) {
        paintKey(painter, static_cast<std::size_t>(m_selected));
    }
    paintPlayhead(painter);
    if (hasFocus()) {
        painter.setPen(QPen(palette().color(QPalette::Highlight), 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
    }
}

void Timeline::paintRuler(QPainter& painter) const {
    QColor ink = palette().color(QPalette::Text);
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * 0.82);
    painter.setFont(small);
    for (const RulerMark& mark : m_layout.marks()) {
        const double x = m_layout.xOf(mark.frame);
        ink.setAlpha(mark.isMajor ? 120 : 50);
        painter.setPen(ink);
        painter.drawLine(QPointF(x, TimelineLayout::kRulerHeight - (mark.isMajor ? 9 : 5)),
                         QPointF(x, TimelineLayout::kRulerHeight));
        if (!mark.isMajor) continue;
        ink.setAlpha(190);
        painter.setPen(ink);
        painter.drawText(QRectF(x - 30, 1, 60, 16), Qt::AlignCenter, QString::number(mark.frame));
    }
}

void Timeline::paintCache(QPainter& painter) const {
    QColor bar = palette().color(QPalette::Text);
    bar.setAlpha(40);
    const double y = TimelineLayout::kRulerHeight;
    painter.setPen(Qt::NoPen);
    painter.setBrush(bar);
    painter.drawRect(QRectF(m_layout.left(), y, m_layout.right() - m_layout.left(), 3));
    painter.setBrush(QColor(70, 170, 95));
    const double half = (m_layout.xOf(1) - m_layout.xOf(0)) / 2;
    for (std::size_t i = 0; i < m_cached.size();) {
        std::size_t end = i;
        while (end < m_cached.size() && m_cached[end]) ++end;
        if (end > i) {
            const double from = std::max(m_layout.xOf(double(i)) - half, m_layout.left());
            const double to = std::min(m_layout.xOf(double(end) - 1) + half, m_layout.right());
            painter.drawRect(QRectF(from, y, to - from, 3));
        }
        i = end + 1;
    }
}

/// The course of each segment: how far from one key to the next, drawn as a small curve at the foot.
void Timeline::paintSegments(QPainter& painter) const {
    QColor ink = palette().color(QPalette::Highlight);
    ink.setAlpha(150);
    painter.setBrush(Qt::NoBrush);
    const double bottom = height() - 5.0, tall = 12;
    for (std::size_t i = 0; i < m_keys.size(); ++i) {
        const bool isLast = i + 1 == m_keys.size();
        if (isLast && !m_loop) break;
        const double to = isLast ? m_frames : m_keys[i + 1].frame;
        const double from = m_keys[i].frame, start = std::min(from + m_keys[i].hold, to);
        QPainterPath course(QPointF(m_layout.xOf(from), bottom));
        for (int step = 0; step <= 24; ++step) {
            const double t = step / 24.0;
            const double x = m_layout.xOf(start + (to - start) * t);
            course.lineTo(std::min(x, m_layout.right() + 20), bottom - tall * ease(m_keys[i].easing, t));
        }
        painter.setPen(QPen(ink, 1.3, isLast ? Qt::DotLine : Qt::SolidLine));
        painter.drawPath(course);
    }
}

void Timeline::paintKey(QPainter& painter, std::size_t index) const {
    const TimelineKey& key = m_keys[index];
    const bool isSelected = static_cast<int>(index) == m_selected;
    const double side = m_layout.thumbSide(), x = m_layout.keyX(index);
    const QRectF square(x - side / 2, TimelineLayout::kThumbTop, side, side);
    const QColor accent = palette().color(QPalette::Highlight);
    QColor quiet = palette().color(QPalette::Text);
    quiet.setAlpha(140);
    painter.setPen(QPen(isSelected ? accent : quiet, isSelected ? 2 : 1));
    painter.setBrush(isSelected ? accent : palette().color(QPalette::Base));
    const double tip = TimelineLayout::kRulerHeight + 1.5;
    painter.drawPolygon(QPolygonF{{x, tip - 6}, {x + 5, tip}, {x, tip + 6}, {x - 5, tip}});
    painter.setBrush(palette().color(QPalette::AlternateBase));
    painter.drawRect(square);
    if (!key.picture.isNull()) painter.drawImage(square.adjusted(1, 1, -1, -1), key.picture);
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(square);
    if (side < 34 || key.name.isEmpty()) return;
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * 0.78);
    const QFontMetrics metrics(small);
    const QString text = metrics.elidedText(key.name, Qt::ElideRight, static_cast<int>(side) - 4);
    const QRectF label(square.left(), square.bottom() - metrics.height() - 1, side, metrics.height() + 1);
    painter.fillRect(label.adjusted(1, 0, -1, 0), QColor(0, 0, 0, 150));
    painter.setFont(small);
    painter.setPen(Qt::white);
    painter.drawText(label, Qt::AlignCenter, text);
}

void Timeline::paintPlayhead(QPainter& painter) const {
    const double x = m_layout.xOf(m_playhead);
    const QColor color(225, 75, 60);
    painter.setPen(QPen(color, 1.5));
    painter.drawLine(QPointF(x, 16), QPointF(x, height() - 2.0));
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * 0.82);
    small.setBold(true);
    painter.setFont(small);
    const QString text = QString::number(std::round(m_playhead * 100) / 100);
    const double wide = std::max(QFontMetrics(small).horizontalAdvance(text) + 8.0, 18.0);
    const QRectF flag(std::clamp(x - wide / 2, 0.0, width() - wide), 1, wide, 16);
    painter.drawRoundedRect(flag, 3, 3);
    painter.setPen(Qt::white);
    painter.drawText(flag, Qt::AlignCenter, text);
}

void Timeline::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    m_press = event->pos();
    m_hasMoved = false;
    const auto key = m_layout.keyAt(event->position().x(), event->position().y());
    m_drag = key ? Drag::kKey : Drag::kScrub;
    if (key) {
        Q_EMIT keySelected(*key);
        Q_EMIT seekRequested(std::round(m_keys[static_cast<std::size_t>(*key)].frame));
    } else {
        Q_EMIT seekRequested(std::round(m_layout.frameAt(event->position().x())));
    }
}

void Timeline::mouseMoveEvent(QMouseEvent* event) {
    const double x = event->position().x();
    if (m_drag == Drag::kNone) {
        const bool isOnKey = m_layout.keyAt(x, event->position().y()).has_value();
        setCursor(isOnKey ? Qt::SizeHorCursor : Qt::ArrowCursor);
        return;
    }
    // A click that trembles must not move a key.
    const bool isDrag = (event->pos() - m_press).manhattanLength() >= QApplication::startDragDistance() / 2;
    m_hasMoved = m_hasMoved || isDrag;
    if (!m_hasMoved) return;
    const bool snap = !event->modifiers().testFlag(Qt::AltModifier);
    if (m_drag == Drag::kScrub) Q_EMIT seekRequested(std::round(m_layout.frameAt(x)));
    if (m_drag == Drag::kKey && m_selected >= 0) Q_EMIT keyMoved(m_selected, m_layout.frameAt(x), snap);
}

void Timeline::mouseReleaseEvent(QMouseEvent*) {
    m_drag = Drag::kNone;
}

void Timeline::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    if (m_layout.keyAt(event->position().x(), event->position().y())) return;
    Q_EMIT insertRequested(m_layout.frameAt(event->position().x()));
}

bool Timeline::moveSelectedKey(int direction) {
    if (m_selected < 0 || m_selected >= static_cast<int>(m_keys.size())) return false;
    const double frame = m_keys[static_cast<std::size_t>(m_selected)].frame;
    Q_EMIT keyMoved(m_selected, std::round(frame) + direction, true);
    return true;
}

void Timeline::keyPressEvent(QKeyEvent* event) {
    const bool isControl = event->modifiers().testFlag(Qt::ControlModifier);
    const int step = event->modifiers().testFlag(Qt::ShiftModifier) ? 10 : 1;
    const int last = static_cast<int>(m_keys.size()) - 1;
    switch (event->key()) {
        case Qt::Key_Left:
        case Qt::Key_Right: {
            const int direction = event->key() == Qt::Key_Left ? -step : step;
            if (isControl && moveSelectedKey(direction)) return;
            Q_EMIT seekRequested(std::round(m_playhead) + direction);
            return;
        }
        case Qt::Key_Home:
            Q_EMIT seekRequested(0);
            return;
        case Qt::Key_End:
            Q_EMIT seekRequested(m_frames - 1);
            return;
        case Qt::Key_PageUp:
            Q_EMIT keySelected(std::max(m_selected - 1, 0));
            return;
        case Qt::Key_PageDown:
            Q_EMIT keySelected(std::min(m_selected + 1, last));
            return;
        case Qt::Key_Insert:
            Q_EMIT insertRequested(m_playhead);
            return;
        case Qt::Key_Delete:
        case Qt::Key_Backspace:
            Q_EMIT removeRequested(m_selected);
            return;
        default:
            QWidget::keyPressEvent(event);
    }
}

void Timeline::contextMenuEvent(QContextMenuEvent* event) {
    const bool isKeyboard = event->reason() == QContextMenuEvent::Keyboard;
    const int key = isKeyboard ? m_selected : m_layout.keyAt(event->x(), event->y()).value_or(-1);
    if (key >= 0) Q_EMIT keySelected(key);
    Q_EMIT keyMenuRequested(key, event->globalPos());
}

void Timeline::focusInEvent(QFocusEvent* event) {
    QWidget::focusInEvent(event);
    if (m_selected < 0 && !m_keys.empty()) Q_EMIT keySelected(0);
}

void Timeline::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasUrls()) event->acceptProposedAction();
}

void Timeline::dropEvent(QDropEvent* event) {
    QStringList paths;
    for (const QUrl& url : event->mimeData()->urls()) {
        if (url.isLocalFile()) paths << url.toLocalFile();
    }
    if (!paths.isEmpty()) Q_EMIT filesDropped(paths, m_layout.frameAt(event->position().x()));
}

}  // namespace bplf::ui
