// SPDX-License-Identifier: GPL-3.0-or-later
// The viewport in OpenGL: faces as textures, marks and controls by Dear ImGui.
#pragma once

#include <QOpenGLWidget>
#include <memory>
#include <vector>

#include "ui/kit/canvas_colors.h"
#include "ui/viewport/canvas.h"
#include "ui/viewport/cell_pixels.h"

class QOpenGLTexture;
struct ImDrawList;

namespace bplf::ui {

class ImGuiLayer;

class GlCanvas : public QOpenGLWidget, public Canvas {
    Q_OBJECT

  public:
    explicit GlCanvas(CanvasController* controller, QWidget* parent = nullptr);
    ~GlCanvas() override;

    QWidget* widget() override { return this; }
    void refresh() override { update(); }
    QString backendName() const override { return m_name; }

  Q_SIGNALS:
    /// OpenGL or ImGui could not start; the owner shows another back end.
    void failed(const QString& reason);

  protected:
    void initializeGL() override;
    void resizeGL(int width, int height) override;
    void paintGL() override;
    bool event(QEvent* event) override;

  private:
    void releaseGl();
    QOpenGLTexture* texture(std::size_t slot, const QImage& pixels);
    void drawCells(ImDrawList* list);
    void drawPicture(ImDrawList* list, int index);
    void drawReference(ImDrawList* list, int index);
    void drawCaption(ImDrawList* list, int index);
    void drawMarks(ImDrawList* list, int index);
    void drawHud(ImDrawList* list);
    void drawControls();

    CanvasController* m_controller;
    std::unique_ptr<ImGuiLayer> m_imgui;
    CellPixels m_pixels;
    CanvasColors m_colors;
    struct Slot {
        std::unique_ptr<QOpenGLTexture> texture;
        std::uint64_t revision = 0;
    };
    std::vector<Slot> m_textures;
    QString m_name = QStringLiteral("OpenGL");
};

}  // namespace bplf::ui
