// SPDX-License-Identifier: GPL-3.0-or-later
// Context life cycle, textures and events; what is drawn is in gl_canvas_draw.cpp.
#include "ui/viewport/gl_canvas.h"

#include <imgui.h>

#include <QEvent>
#include <QOpenGLContext>
#include <QOpenGLExtraFunctions>
#include <QOpenGLTexture>

#include "ui/viewport/canvas_controller.h"
#include "ui/viewport/imgui_layer.h"

namespace bplf::ui {

GlCanvas::GlCanvas(CanvasController* controller, QWidget* parent)
    : QOpenGLWidget(parent),
      m_controller(controller),
      m_imgui(std::make_unique<ImGuiLayer>()),
      m_colors(CanvasColors::from(palette())) {
    QSurfaceFormat wanted = QSurfaceFormat::defaultFormat();
    wanted.setAlphaBufferSize(0);
    setFormat(wanted);
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    m_imgui->setPalette(palette());
    connect(controller, &CanvasController::changed, this, [this] { update(); });
}

GlCanvas::~GlCanvas() {
    releaseGl();
    // The widget's own context dies after our members are gone.
    if (context() != nullptr) disconnect(context(), nullptr, this, nullptr);
}

void GlCanvas::releaseGl() {
    if (context() == nullptr || !m_imgui->isStarted()) return;
    makeCurrent();
    m_textures.clear();
    m_imgui->stop();
    doneCurrent();
}

void GlCanvas::initializeGL() {
    // May run again after the context was lost (a dock floated, the screen changed).
    m_textures.clear();
    m_imgui->stop();
    connect(context(), &QOpenGLContext::aboutToBeDestroyed, this, &GlCanvas::releaseGl, Qt::UniqueConnection);
    if (!m_imgui->start()) {
        QMetaObject::invokeMethod(
            this, [this] { Q_EMIT failed(tr("the drawing layer could not start")); }, Qt::QueuedConnection);
        return;
    }
    const auto* renderer = reinterpret_cast<const char*>(context()->functions()->glGetString(GL_RENDERER));
    m_name = QStringLiteral("OpenGL %1.%2 (%3)")
                 .arg(format().majorVersion())
                 .arg(format().minorVersion())
                 .arg(QString::fromUtf8(renderer));
}

void GlCanvas::resizeGL(int, int) {
    m_controller->setViewport(width(), height());
}

void GlCanvas::paintGL() {
    if (!m_imgui->isStarted()) return;
    QOpenGLFunctions* gl = context()->functions();
    const double ratio = devicePixelRatioF();
    gl->glViewport(0, 0, static_cast<int>(width() * ratio), static_cast<int>(height() * ratio));
    const QColor& back = m_colors.background;
    gl->glClearColor(static_cast<float>(back.redF()), static_cast<float>(back.greenF()),
                     static_cast<float>(back.blueF()), 1);
    gl->glClear(GL_COLOR_BUFFER_BIT);
    m_imgui->beginFrame(size(), ratio, font());
    drawCells(ImGui::GetBackgroundDrawList());
    drawHud(ImGui::GetBackgroundDrawList());
    drawControls();
    m_imgui->endFrame();
    if (m_imgui->wantsFrame()) QMetaObject::invokeMethod(this, [this] { update(); }, Qt::QueuedConnection);
}

QOpenGLTexture* GlCanvas::texture(std::size_t slot, const QImage& pixels) {
    if (slot >= m_textures.size()) m_textures.resize(slot + 1);
    Slot& entry = m_textures[slot];
    const std::uint64_t revision = m_pixels.revision(slot);
    const bool fits =
        entry.texture && entry.texture->width() == pixels.width() && entry.texture->height() == pixels.height();
    if (fits && entry.revision == revision) return entry.texture.get();
    if (!fits) {
        entry.texture = std::make_unique<QOpenGLTexture>(QOpenGLTexture::Target2D);
        entry.texture->setFormat(QOpenGLTexture::RGBA8_UNorm);
        entry.texture->setSize(pixels.width(), pixels.height());
        entry.texture->setMinMagFilters(QOpenGLTexture::Linear, QOpenGLTexture::Linear);
        entry.texture->setWrapMode(QOpenGLTexture::ClampToEdge);
        entry.texture->allocateStorage();
    }
    entry.texture->setData(QOpenGLTexture::RGBA, QOpenGLTexture::UInt8, pixels.constBits());
    entry.revision = revision;
    return entry.texture.get();
}

bool GlCanvas::event(QEvent* event) {
    switch (event->type()) {
        case QEvent::PaletteChange:
            m_colors = CanvasColors::from(palette());
            m_imgui->setPalette(palette());
            update();
            break;
        case QEvent::FocusIn:
        case QEvent::FocusOut:
            update();
            break;
        default:
            break;
    }
    const bool captured = m_imgui->handle(event);
    if (m_imgui->wantsFrame() && event->type() != QEvent::Paint) update();
    if (captured || m_controller->handle(event)) {
        event->accept();
        if (event->type() == QEvent::MouseButtonPress) setFocus(Qt::MouseFocusReason);
        return true;
    }
    return QOpenGLWidget::event(event);
}

}  // namespace bplf::ui
