// SPDX-License-Identifier: GPL-3.0-or-later
// Turns mouse, wheel and keys in a viewport into changes of the scene and into intents. One for both
// back ends, so that they behave alike and tests need no pixels.
#pragma once

#include <QObject>
#include <QPoint>

#include "ui/kit/accessible_parts.h"
#include "ui/viewport/grid_scene.h"

class QContextMenuEvent;
class QEvent;
class QHelpEvent;
class QKeyEvent;
class QMouseEvent;
class QWheelEvent;

namespace bplf::ui {

class CanvasController : public QObject, public AccessibleParts {
    Q_OBJECT

  public:
    explicit CanvasController(QObject* parent = nullptr) : QObject(parent) {}

    GridScene& scene() { return m_scene; }
    const GridScene& scene() const { return m_scene; }
    /// Call after changing the scene from outside.
    void sceneEdited() { Q_EMIT changed(); }

    /// Handles a widget's event; true when it was used.
    bool handle(QEvent* event);

    // The same as gestures, for actions, tests and the ImGui layer.
    void fit();
    void actualPixels();
    void zoomStep(int direction);
    void setSmooth(bool smooth);
    void select(int index);
    void setViewport(int width, int height);

    int partCount() const override { return m_scene.count(); }
    int partColumns() const override { return m_scene.columns(); }
    QString partName(int part) const override;
    QRect partRect(int part) const override;
    int selectedPart() const override { return m_scene.selected(); }
    void selectPart(int part) override { select(part); }

  Q_SIGNALS:
    /// Something to repaint.
    void changed();
    void selectionChanged(int index);
    void hoverChanged(int index);
    void wipeChanged(double wipe);
    void contextMenuRequested(int index, const QPoint& globalPosition);
    /// Zoom, smoothing or captions changed (for check marks in menus).
    void viewChanged();

  private:
    bool press(QMouseEvent* event);
    bool move(QMouseEvent* event);
    bool release(QMouseEvent* event);
    bool doubleClick(QMouseEvent* event);
    bool wheel(QWheelEvent* event);
    bool key(QKeyEvent* event);
    bool contextMenu(QContextMenuEvent* event);
    bool toolTip(QHelpEvent* event);
    bool moveByKey(int dx, int dy);
    void setHovered(int index);
    bool isOnWipe(Point point) const;

    enum class Drag { kNone, kPan, kWipe };
    GridScene m_scene;
    Drag m_drag = Drag::kNone;
    Point m_last;
    Point m_pressed;
    bool m_moved = false;
};

}  // namespace bplf::ui
