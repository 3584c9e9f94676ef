// SPDX-License-Identifier: GPL-3.0-or-later
// Both back ends of the viewport draw the same scene and understand the same gestures.
#include <gtest/gtest.h>
#include <QToolButton>

#include <QApplication>
#include <QImage>
#include <QMouseEvent>
#include <QWheelEvent>

#include "tests/ui/qt_test_app.h"
#include "ui/kit/scaled_picture.h"
#include "ui/viewport/canvas_controller.h"
#include "ui/viewport/cell_pixels.h"
#include "ui/viewport/gl_canvas.h"
#include "ui/viewport/raster_canvas.h"
#include "ui/viewport/viewport.h"

namespace bplf::ui {
namespace {

using qttest::waitUntil;

Image ramp(int seed) {
    Image image(32, 32, 1);
    for (int y = 0; y < 32; ++y)
        for (int x = 0; x < 32; ++x) image.at(x, y) = static_cast<std::uint8_t>((x * 7 + y * 5 + seed * 23) % 200 + 20);
    return image;
}

void fill(CanvasController& controller) {
    GridScene& scene = controller.scene();
    scene.setPictureSize(32, 32);
    scene.setGrid(6, 3);
    // Without captions and smoothing nothing but pictures and frames is compared.
    scene.setCaptionsVisible(false);
    scene.setSmooth(false);
    for (int i = 0; i < 5; ++i) scene.setCell(i, ramp(i), "");
    scene.select(1);
    controller.sceneEdited();
}

void click(QWidget* widget, QPointF place) {
    for (const auto type : {QEvent::MouseButtonPress, QEvent::MouseButtonRelease}) {
        QMouseEvent event(type, place, widget->mapToGlobal(place), Qt::LeftButton,
                          type == QEvent::MouseButtonPress ? Qt::LeftButton : Qt::NoButton, Qt::NoModifier);
        QApplication::sendEvent(widget, &event);
    }
}

double shareOfDifferentPixels(const QImage& a, const QImage& b, int tolerance) {
    int different = 0;
    for (int y = 0; y < a.height(); ++y)
        for (int x = 0; x < a.width(); ++x) {
            const QRgb p = a.pixel(x, y), q = b.pixel(x, y);
            if (std::abs(qRed(p) - qRed(q)) > tolerance || std::abs(qGreen(p) - qGreen(q)) > tolerance ||
                std::abs(qBlue(p) - qBlue(q)) > tolerance)
                ++different;
        }
    return static_cast<double>(different) / (a.width() * a.height());
}

TEST(RasterCanvas, SelectsZoomsAndPansByMouse) {
    CanvasController controller;
    RasterCanvas canvas(&controller);
    canvas.resize(600, 400);
    canvas.show();
    fill(controller);
    QCoreApplication::processEvents();
    const Box box = controller.scene().pictureBox(4);
    click(&canvas, {box.x + 5, box.y + 5});
    EXPECT_EQ(controller.scene().selected(), 4);
    QWheelEvent wheel({box.x + 5, box.y + 5}, canvas.mapToGlobal(QPointF(box.x + 5, box.y + 5)), {}, {0, 240},
                      Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(&canvas, &wheel);
    EXPECT_FALSE(controller.scene().isFit());
    EXPECT_EQ(controller.scene().cellAt({box.x + 5, box.y + 5}), 4);
    QMouseEvent twice(QEvent::MouseButtonDblClick, QPointF(5, 5), canvas.mapToGlobal(QPointF(5, 5)), Qt::LeftButton,
                      Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&canvas, &twice);
    EXPECT_TRUE(controller.scene().isFit());
}

TEST(RasterCanvas, MovesTheSelectionByKeys) {
    CanvasController controller;
    RasterCanvas canvas(&controller);
    canvas.resize(600, 400);
    fill(controller);
    QKeyEvent down(QEvent::KeyPress, Qt::Key_Down, Qt::NoModifier);
    QApplication::sendEvent(&canvas, &down);
    EXPECT_EQ(controller.scene().selected(), 4);
}

TEST(RasterCanvas, DragsTheWipe) {
    CanvasController controller;
    RasterCanvas canvas(&controller);
    canvas.resize(600, 400);
    canvas.show();
    fill(controller);
    controller.scene().pin();
    const Box box = controller.scene().pictureBox(0);
    const auto send = [&](QEvent::Type type, double x) {
        const QPointF place(box.x + x, box.y + 20);
        QMouseEvent event(type, place, canvas.mapToGlobal(place), Qt::LeftButton,
                          type == QEvent::MouseButtonRelease ? Qt::NoButton : Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&canvas, &event);
    };
    send(QEvent::MouseButtonPress, box.width / 2);
    send(QEvent::MouseMove, box.width / 4);
    send(QEvent::MouseButtonRelease, box.width / 4);
    EXPECT_NEAR(controller.scene().wipe(), 0.25, 0.02);
}

TEST(RasterCanvas, ShowsThePicturesPixels) {
    CanvasController controller;
    RasterCanvas canvas(&controller);
    canvas.resize(600, 400);
    fill(controller);
    controller.scene().setScale(4);
    const QImage shot = canvas.grab().toImage();
    const Box box = controller.scene().pictureBox(2);
    const Image picture = ramp(2);
    for (const int pixel : {3, 15, 28}) {
        const QRgb seen = shot.pixel(static_cast<int>(box.x) + pixel * 4 + 2, static_cast<int>(box.y) + pixel * 4 + 2);
        EXPECT_EQ(qRed(seen), picture.at(pixel, pixel));
    }
}

TEST(CellPixels, AreMadeOncePerPictureAndSize) {
    CellPixels pixels;
    const Image image = ramp(1);
    EXPECT_EQ(pixels.get(0, image, 1, 64, 64, true).width(), 64);
    const std::uint64_t revision = pixels.revision(0);
    pixels.get(0, image, 1, 64, 64, true);
    EXPECT_EQ(pixels.revision(0), revision);
    pixels.get(0, image, 1, 64, 64, false);
    EXPECT_NE(pixels.revision(0), revision);
    EXPECT_EQ(scaledPicture(image, 32, 32, true).pixelColor(5, 6).red(), image.at(5, 6));
}

TEST(Viewport, UsesOpenGlOnlyWhereACardRunsIt) {
    if (!qttest::hasOpenGl()) GTEST_SKIP() << "no OpenGL 3.3 here: run under Xvfb or a display";
    CanvasController controller;
    const bool emulated = isSoftwareRenderer(probeOpenGl().renderer);
    EXPECT_EQ(Viewport(&controller, ViewportKind::kAuto).backendName() == QLatin1String("raster"), emulated);
    EXPECT_EQ(Viewport(&controller, ViewportKind::kSimple).backendName(), QLatin1String("raster"));
    Viewport asked(&controller, ViewportKind::kOpenGl);
    asked.show();
    EXPECT_TRUE(waitUntil([&] { return asked.backendName().startsWith(QLatin1String("OpenGL")); }, 5000));
}

TEST(Viewport, KnowsTheRenderersThatComputeOnTheProcessor) {
    for (const char* name : {"llvmpipe (LLVM 15.0.6, 256 bits)", "softpipe", "Software Rasterizer", "GDI Generic",
                             "ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero)))"})
        EXPECT_TRUE(isSoftwareRenderer(QLatin1String(name))) << name;
    for (const char* name : {"Mesa Intel(R) UHD Graphics 620 (KBL GT2)", "NVIDIA GeForce RTX 3060/PCIe/SSE2",
                             "AMD Radeon RX 6600 (radeonsi, navi23, LLVM 15.0.6)", "D3D12 (NVIDIA GeForce GTX 1080)"})
        EXPECT_FALSE(isSoftwareRenderer(QLatin1String(name))) << name;
}

TEST(ViewControls, ZoomFitAndSmoothThePaintedViewport) {
    CanvasController controller;
    RasterCanvas canvas(&controller);
    canvas.resize(600, 400);
    canvas.show();
    fill(controller);
    const auto press = [&](const char* name) {
        for (QToolButton* button : canvas.findChildren<QToolButton*>())
            if (button->accessibleName() == QLatin1String(name)) button->click();
    };
    const double fitted = controller.scene().scale();
    press("Zoom in");
    EXPECT_GT(controller.scene().scale(), fitted);
    EXPECT_FALSE(controller.scene().isFit());
    press("All faces, or each pixel as one pixel");
    EXPECT_TRUE(controller.scene().isFit());
    press("All faces, or each pixel as one pixel");
    EXPECT_EQ(controller.scene().scale(), 1);
    const bool smooth = controller.scene().isSmooth();
    press("Smooth or as pixels");
    EXPECT_NE(controller.scene().isSmooth(), smooth);
}

TEST(GlCanvas, DrawsTheSameSceneAsTheRasterCanvas) {
    if (!qttest::hasOpenGl()) GTEST_SKIP() << "no OpenGL 3.3 here: run under Xvfb or a display";
    CanvasController left, right;
    RasterCanvas raster(&left);
    GlCanvas gl(&right);
    for (QWidget* widget : {static_cast<QWidget*>(&raster), static_cast<QWidget*>(&gl)}) {
        widget->resize(600, 400);
        widget->show();
    }
    fill(left);
    fill(right);
    waitUntil([] { return false; }, 400);
    const QImage a = raster.grab().toImage().convertToFormat(QImage::Format_RGB32);
    const QImage b = gl.grabFramebuffer().convertToFormat(QImage::Format_RGB32);
    ASSERT_EQ(a.size(), b.size());
    // The zoom buttons in the corner are ImGui's in one and Qt's in the other; the rest agrees.
    const QRect compared(0, 0, 520, 400);
    EXPECT_LT(shareOfDifferentPixels(a.copy(compared), b.copy(compared), 8), 0.01);
    EXPECT_TRUE(gl.backendName().startsWith(QLatin1String("OpenGL")));
}

TEST(GlCanvas, SurvivesBeingHiddenAndResized) {
    if (!qttest::hasOpenGl()) GTEST_SKIP() << "no OpenGL 3.3 here: run under Xvfb or a display";
    CanvasController controller;
    GlCanvas gl(&controller);
    gl.resize(300, 200);
    gl.show();
    fill(controller);
    waitUntil([] { return false; }, 200);
    gl.hide();
    gl.resize(500, 420);
    gl.show();
    controller.scene().setCell(5, ramp(9), "");
    controller.sceneEdited();
    waitUntil([] { return false; }, 200);
    EXPECT_EQ(gl.grabFramebuffer().width(), 500);
    const Box box = controller.scene().pictureBox(0);
    click(&gl, {box.x + 5, box.y + 5});
    EXPECT_EQ(controller.scene().selected(), 0);
}

}  // namespace
}  // namespace bplf::ui
