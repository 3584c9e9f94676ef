// SPDX-License-Identifier: GPL-3.0-or-later
// A press decides who owns the gesture (pan or wipe) until the release.
#include "ui/viewport/canvas_controller.h"

#include <QContextMenuEvent>
#include <QFontMetrics>
#include <QGuiApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QToolTip>
#include <QWheelEvent>
#include <cmath>

namespace bplf::ui {
namespace {

/// Movement below this many pixels is still a click.
constexpr double kClickSlack = 4;

Point at(const QPointF& position) {
    return {position.x(), position.y()};
}

}  // namespace

bool CanvasController::handle(QEvent* event) {
    switch (event->type()) {
        case QEvent::MouseButtonPress:
            return press(static_cast<QMouseEvent*>(event));
        case QEvent::MouseMove:
            return move(static_cast<QMouseEvent*>(event));
        case QEvent::MouseButtonRelease:
            return release(static_cast<QMouseEvent*>(event));
        case QEvent::MouseButtonDblClick:
            return doubleClick(static_cast<QMouseEvent*>(event));
        case QEvent::Wheel:
            return wheel(static_cast<QWheelEvent*>(event));
        case QEvent::KeyPress:
            return key(static_cast<QKeyEvent*>(event));
        case QEvent::ContextMenu:
            return contextMenu(static_cast<QContextMenuEvent*>(event));
        case QEvent::ToolTip:
            return toolTip(static_cast<QHelpEvent*>(event));
        case QEvent::Leave:
            setHovered(-1);
            return false;
        default:
            return false;
    }
}

/// What a caption has no room for.
bool CanvasController::toolTip(QHelpEvent* event) {
    const auto cell = m_scene.cellAt(at(event->pos()));
    const QString caption = cell ? QString::fromStdString(m_scene.cell(*cell).caption) : QString();
    const bool isCut =
        cell && m_scene.captionBox(*cell).height > 0 &&
        QFontMetrics(QGuiApplication::font()).horizontalAdvance(caption) > m_scene.captionBox(*cell).width;
    QToolTip::showText(event->globalPos(), isCut ? caption : QString());
    return true;
}

void CanvasController::setViewport(int width, int height) {
    m_scene.setViewport(width, height);
    Q_EMIT changed();
}

QString CanvasController::partName(int part) const {
    const SceneCell& cell = m_scene.cell(part);
    if (!cell.spoken.empty()) return QString::fromStdString(cell.spoken);
    return tr("Image %1 of %2, not drawn yet").arg(part + 1).arg(m_scene.count());
}

QRect CanvasController::partRect(int part) const {
    const Box box = m_scene.pictureBox(part);
    return QRectF(box.x, box.y, box.width, box.height).toRect();
}

bool CanvasController::isOnWipe(Point point) const {
    if (!m_scene.isPinned()) return false;
    const auto cell = m_scene.cellAt(point);
    if (!cell) return false;
    const Box box = m_scene.pictureBox(*cell);
    return std::abs(point.x - (box.x + box.width * m_scene.wipe())) < 8;
}

bool CanvasController::press(QMouseEvent* event) {
    m_last = m_pressed = at(event->position());
    m_moved = false;
    if (event->button() != Qt::LeftButton && event->button() != Qt::MiddleButton) return false;
    m_drag = isOnWipe(m_pressed) ? Drag::kWipe : Drag::kPan;
    return true;
}

bool CanvasController::move(QMouseEvent* event) {
    const Point point = at(event->position());
    if (m_drag == Drag::kNone || !(event->buttons() & (Qt::LeftButton | Qt::MiddleButton))) {
        m_drag = Drag::kNone;
        setHovered(m_scene.cellAt(point).value_or(-1));
        return false;
    }
    if (m_drag == Drag::kWipe) {
        if (const auto cell = m_scene.cellAt(point)) m_scene.setWipe(m_scene.shareAcross(*cell, point));
        Q_EMIT wipeChanged(m_scene.wipe());
    } else {
        m_moved = m_moved || std::hypot(point.x - m_pressed.x, point.y - m_pressed.y) > kClickSlack;
        if (!m_moved) return true;
        m_scene.pan(point.x - m_last.x, point.y - m_last.y);
        Q_EMIT viewChanged();
    }
    m_last = point;
    Q_EMIT changed();
    return true;
}

bool CanvasController::release(QMouseEvent* event) {
    const bool click = m_drag == Drag::kPan && !m_moved && event->button() == Qt::LeftButton;
    m_drag = Drag::kNone;
    if (click) select(m_scene.cellAt(at(event->position())).value_or(-1));
    return click;
}

bool CanvasController::doubleClick(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return false;
    fit();
    return true;
}

bool CanvasController::wheel(QWheelEvent* event) {
    const double steps = event->angleDelta().y() / 120.0;
    if (steps == 0) return false;
    m_scene.zoomAt(at(event->position()), std::pow(1.2, steps));
    Q_EMIT viewChanged();
    Q_EMIT changed();
    return true;
}

bool CanvasController::key(QKeyEvent* event) {
    if (event->modifiers() & (Qt::ControlModifier | Qt::AltModifier)) return false;
    switch (event->key()) {
        case Qt::Key_Left:
            return moveByKey(-1, 0);
        case Qt::Key_Right:
            return moveByKey(1, 0);
        case Qt::Key_Up:
            return moveByKey(0, -1);
        case Qt::Key_Down:
            return moveByKey(0, 1);
        case Qt::Key_Home:
            select(0);
            return true;
        case Qt::Key_End:
            select(m_scene.count() - 1);
            return true;
        case Qt::Key_PageUp:
            return moveByKey(0, -m_scene.rows());
        case Qt::Key_PageDown:
            return moveByKey(0, m_scene.rows());
        case Qt::Key_Plus:
        case Qt::Key_Equal:
            zoomStep(1);
            return true;
        case Qt::Key_Minus:
            zoomStep(-1);
            return true;
        default:
            return false;
    }
}

bool CanvasController::contextMenu(QContextMenuEvent* event) {
    if (event->reason() == QContextMenuEvent::Mouse) {
        const int index = m_scene.cellAt(at(event->pos())).value_or(-1);
        if (index >= 0) select(index);
        Q_EMIT contextMenuRequested(index, event->globalPos());
    } else {
        Q_EMIT contextMenuRequested(m_scene.selected(), event->globalPos());
    }
    return true;
}

bool CanvasController::moveByKey(int dx, int dy) {
    m_scene.moveSelection(dx, dy);
    Q_EMIT selectionChanged(m_scene.selected());
    Q_EMIT changed();
    return true;
}

void CanvasController::setHovered(int index) {
    if (index == m_scene.hovered()) return;
    m_scene.setHovered(index);
    Q_EMIT hoverChanged(index);
    Q_EMIT changed();
}

void CanvasController::select(int index) {
    m_scene.select(index);
    Q_EMIT selectionChanged(m_scene.selected());
    Q_EMIT changed();
}

void CanvasController::fit() {
    m_scene.fit();
    Q_EMIT viewChanged();
    Q_EMIT changed();
}

void CanvasController::actualPixels() {
    m_scene.setScale(1);
    Q_EMIT viewChanged();
    Q_EMIT changed();
}

void CanvasController::zoomStep(int direction) {
    m_scene.stepScale(direction);
    Q_EMIT viewChanged();
    Q_EMIT changed();
}

void CanvasController::setSmooth(bool smooth) {
    m_scene.setSmooth(smooth);
    Q_EMIT viewChanged();
    Q_EMIT changed();
}

}  // namespace bplf::ui
