// SPDX-License-Identifier: GPL-3.0-or-later
// The probe runs before a QOpenGLWidget exists: grabbing one that was refused crashes.
#include "ui/viewport/viewport.h"

#include <QAccessible>
#include <QGuiApplication>
#include <QOffscreenSurface>
#include <QOpenGLContext>
#include <QOpenGLFunctions>
#include <QTimer>
#include <QVBoxLayout>

#include "ui/viewport/canvas_controller.h"
#include "ui/viewport/gl_canvas.h"
#include "ui/viewport/raster_canvas.h"

namespace bplf::ui {

OpenGlSupport probeOpenGl() {
    const QString platform = QGuiApplication::platformName();
    if (platform == QLatin1String("offscreen") || platform == QLatin1String("minimal"))
        return {Viewport::tr("the platform \"%1\" has no OpenGL").arg(platform), {}};
    QOpenGLContext context;
    if (!context.create()) return {Viewport::tr("no OpenGL context could be made"), {}};
    QOffscreenSurface surface;
    surface.setFormat(context.format());
    surface.create();
    if (!context.makeCurrent(&surface)) return {Viewport::tr("the OpenGL context could not be used"), {}};
    const QSurfaceFormat format = context.format();
    const QString renderer =
        QString::fromUtf8(reinterpret_cast<const char*>(context.functions()->glGetString(GL_RENDERER)));
    context.doneCurrent();
    if (format.version() < std::pair(3, 3))
        return {Viewport::tr("OpenGL %1.%2 is older than 3.3").arg(format.majorVersion()).arg(format.minorVersion()),
                renderer};
    return {{}, renderer};
}

bool isSoftwareRenderer(const QString& renderer) {
    // Mesa's three, Chromium's, and Microsoft's as seen through WSL or a remote desktop.
    for (const char* name : {"llvmpipe", "softpipe", "swrast", "software rasterizer", "swiftshader", "gdi generic"})
        if (renderer.contains(QLatin1String(name), Qt::CaseInsensitive)) return true;
    return false;
}

Viewport::Viewport(CanvasController* controller, ViewportKind kind, QWidget* parent)
    : QWidget(parent), m_controller(controller) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    if (kind == ViewportKind::kSimple) {
        useRaster();
        return;
    }
    const OpenGlSupport support = probeOpenGl();
    if (!support.problem.isEmpty()) {
        useRaster();
        QTimer::singleShot(0, this, [this, reason = support.problem] { Q_EMIT fellBack(reason); });
        return;
    }
    if (kind == ViewportKind::kAuto && isSoftwareRenderer(support.renderer)) {
        useRaster();
        return;
    }
    auto* canvas = new GlCanvas(controller, this);
    connect(canvas, &GlCanvas::failed, this, [this](const QString& why) {
        useRaster();
        Q_EMIT fellBack(why);
    });
    use(canvas);
}

void Viewport::use(Canvas* canvas) {
    if (m_canvas != nullptr) {
        layout()->removeWidget(m_canvas->widget());
        m_canvas->widget()->deleteLater();
    }
    m_canvas = canvas;
    layout()->addWidget(canvas->widget());
    setFocusProxy(canvas->widget());
    canvas->widget()->setAccessibleName(tr("Faces"));
    setAccessibleParts(canvas->widget(), m_controller);
}

void Viewport::useRaster() {
    use(new RasterCanvas(m_controller, this));
}

QString Viewport::backendName() const {
    return m_canvas->backendName();
}
QWidget* Viewport::surface() const {
    return m_canvas->widget();
}

void Viewport::describe(const QString& text) {
    m_canvas->widget()->setAccessibleDescription(text);
    QAccessibleEvent event(m_canvas->widget(), QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&event);
    tellSelectedPart(m_canvas->widget(), m_controller->selectedPart());
}

}  // namespace bplf::ui
