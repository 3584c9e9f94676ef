// SPDX-License-Identifier: GPL-3.0-or-later
// The viewport as a widget: picks a back end, and falls back to the painted one when OpenGL fails.
#pragma once

#include <QWidget>

namespace bplf::ui {

class Canvas;
class CanvasController;

class Viewport : public QWidget {
    Q_OBJECT

  public:
    /// `allowOpenGl` false (safe mode) uses the painted back end at once.
    Viewport(CanvasController* controller, bool allowOpenGl, QWidget* parent = nullptr);

    QString backendName() const;
    CanvasController* controller() const { return m_controller; }
    /// The widget that has focus and draws.
    QWidget* surface() const;
    /// Replaces the accessible description ("Image 3 of 16, …").
    void describe(const QString& text);

  Q_SIGNALS:
    /// OpenGL could not be used; the reason, for a message.
    void fellBack(const QString& reason);

  private:
    void use(Canvas* canvas);
    void useRaster();

    CanvasController* m_controller;
    Canvas* m_canvas = nullptr;
};

/// Why OpenGL 3.3 cannot be used here; empty when it can.
QString whyNoOpenGl();

}  // namespace bplf::ui
