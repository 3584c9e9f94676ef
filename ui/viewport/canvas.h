// SPDX-License-Identifier: GPL-3.0-or-later
// The viewport's two back ends (OpenGL with Dear ImGui, and plain painting) behind one interface.
#pragma once

#include <QString>

class QWidget;

namespace bplf::ui {

class CanvasController;

/// Draws the scene of its controller in its widget and forwards the widget's events to it.
class Canvas {
  public:
    virtual ~Canvas() = default;
    /// Owned by its parent widget, not by the canvas.
    virtual QWidget* widget() = 0;
    /// The scene changed: repaint soon.
    virtual void refresh() = 0;
    /// "OpenGL 4.5 (llvmpipe)" or "raster".
    virtual QString backendName() const = 0;
};

}  // namespace bplf::ui
