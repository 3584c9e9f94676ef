// SPDX-License-Identifier: GPL-3.0-or-later
// The viewport as a widget: picks a back end, and falls back to the painted one when OpenGL fails.
#pragma once

#include <QWidget>

namespace bplf::ui {

class Canvas;
class CanvasController;

/// Which back end draws. kAuto: OpenGL where a graphics card runs it, else the painted one, which is faster than
/// OpenGL emulated by the processor (tests/bench/README.md).
enum class ViewportKind { kAuto, kOpenGl, kSimple };

class Viewport : public QWidget {
    Q_OBJECT

  public:
    Viewport(CanvasController* controller, ViewportKind kind, QWidget* parent = nullptr);

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

/// What a probe found of OpenGL here.
struct OpenGlSupport {
    QString problem;   ///< why OpenGL 3.3 cannot be used; empty when it can
    QString renderer;  ///< as the driver calls it
};
OpenGlSupport probeOpenGl();
/// Whether a renderer of this name computes on the processor.
bool isSoftwareRenderer(const QString& renderer);

}  // namespace bplf::ui
