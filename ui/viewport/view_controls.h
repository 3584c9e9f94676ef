// SPDX-License-Identifier: GPL-3.0-or-later
// Zoom, fit and smoothing as a column of buttons: what ImGui draws over the OpenGL viewport, for the painted one.
#pragma once

#include <QWidget>

class QToolButton;

namespace bplf::ui {

class CanvasController;

class ViewControls : public QWidget {
    Q_OBJECT

  public:
    ViewControls(CanvasController* controller, QWidget* parent);

  private:
    QToolButton* addButton(const QString& name);
    void showState();

    CanvasController* m_controller;
    QToolButton *m_percent, *m_fit, *m_smooth;
};

}  // namespace bplf::ui
