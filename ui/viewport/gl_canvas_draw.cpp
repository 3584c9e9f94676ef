// SPDX-License-Identifier: GPL-3.0-or-later
// What the OpenGL viewport draws. ImGui keeps no state of ours: its buttons call the controller.
#include <imgui.h>

#include <QOpenGLTexture>
#include <cmath>

#include "ui/viewport/canvas_controller.h"
#include "ui/viewport/gl_canvas.h"

namespace bplf::ui {
namespace {

ImU32 color(const QColor& c, int alpha = 255) {
    return IM_COL32(c.red(), c.green(), c.blue(), alpha);
}

ImVec2 vec(double x, double y) {
    return {static_cast<float>(x), static_cast<float>(y)};
}

ImTextureID id(const QOpenGLTexture* texture) {
    // Dear ImGui passes a texture's number as a pointer.
    return reinterpret_cast<ImTextureID>(  // NOLINT(performance-no-int-to-ptr)
        static_cast<std::intptr_t>(texture->textureId()));
}

}  // namespace

void GlCanvas::drawCells(ImDrawList* list) {
    const GridScene& scene = m_controller->scene();
    for (int i = 0; i < scene.count(); ++i) {
        Box box = scene.pictureBox(i);
        box.height += scene.captionBox(i).height;
        if (!scene.isVisible(box)) continue;
        drawPicture(list, i);
        drawReference(list, i);
        drawCaption(list, i);
        drawMarks(list, i);
    }
}

void GlCanvas::drawPicture(ImDrawList* list, int index) {
    const GridScene& scene = m_controller->scene();
    const SceneCell& cell = scene.cell(index);
    const Box box = scene.pictureBox(index);
    const ImVec2 low = vec(box.x, box.y), high = vec(box.x + box.width, box.y + box.height);
    if (cell.image.empty()) {
        list->AddRectFilled(low, high, color(m_colors.empty));
        return;
    }
    const double ratio = devicePixelRatioF();
    const auto slot = static_cast<std::size_t>(index) * 2;
    const QImage& pixels =
        m_pixels.get(slot, cell.image, cell.version, static_cast<int>(std::lround(box.width * ratio)),
                     static_cast<int>(std::lround(box.height * ratio)), scene.isSmooth());
    list->AddImage(id(texture(slot, pixels)), low, high);
}

void GlCanvas::drawReference(ImDrawList* list, int index) {
    const GridScene& scene = m_controller->scene();
    const SceneCell& cell = scene.cell(index);
    if (!scene.isPinned() || cell.reference.empty()) return;
    const Box box = scene.pictureBox(index);
    const double ratio = devicePixelRatioF();
    const auto slot = static_cast<std::size_t>(index) * 2 + 1;
    const QImage& pixels =
        m_pixels.get(slot, cell.reference, cell.referenceVersion, static_cast<int>(std::lround(box.width * ratio)),
                     static_cast<int>(std::lround(box.height * ratio)), scene.isSmooth());
    const double x = box.x + box.width * scene.wipe();
    list->AddImage(id(texture(slot, pixels)), vec(box.x, box.y), vec(x, box.y + box.height), {0, 0},
                   {static_cast<float>(scene.wipe()), 1});
    list->AddRectFilled(vec(x - 1, box.y), vec(x + 1, box.y + box.height), color(m_colors.accent));
}

void GlCanvas::drawCaption(ImDrawList* list, int index) {
    const GridScene& scene = m_controller->scene();
    const Box box = scene.captionBox(index);
    const std::string& text = scene.cell(index).caption;
    if (box.height <= 0 || text.empty()) return;
    const ImVec2 size = ImGui::CalcTextSize(text.c_str());
    const double x = box.x + std::max(0.0, (box.width - static_cast<double>(size.x)) / 2);
    const ImVec4 clip(static_cast<float>(box.x), static_cast<float>(box.y), static_cast<float>(box.x + box.width),
                      static_cast<float>(box.y + box.height));
    const bool selected = index == scene.selected();
    list->AddText(nullptr, 0, vec(std::round(x), std::round(box.y + (box.height - static_cast<double>(size.y)) / 2)),
                  color(selected ? m_colors.text : m_colors.mutedText), text.c_str(), nullptr, 0, &clip);
}

void GlCanvas::drawMarks(ImDrawList* list, int index) {
    const GridScene& scene = m_controller->scene();
    const Box box = scene.pictureBox(index);
    if (scene.cell(index).stale && box.width > 40) {
        const double x = box.x + box.width - 11, y = box.y + 11;
        list->AddCircleFilled(vec(x, y), 6, color(m_colors.background, 190));
        list->AddCircle(vec(x, y), 6, color(m_colors.text), 0, 1.4F);
        list->AddLine(vec(x, y), vec(x, y - 4), color(m_colors.text), 1.4F);
        list->AddLine(vec(x, y), vec(x + 3, y), color(m_colors.text), 1.4F);
    }
    const bool selected = index == scene.selected();
    if (!selected && index != scene.hovered()) return;
    const float width = selected ? (hasFocus() ? 3.0F : 2.0F) : 1.5F;
    // ImGui draws a frame half a pixel inside its corners; this one lies as QPainter would draw it.
    constexpr double kOut = 2.5;
    list->AddRect(vec(box.x - kOut, box.y - kOut), vec(box.x + box.width + kOut, box.y + box.height + kOut),
                  color(selected ? m_colors.accent : m_colors.outline), 3, 0, width);
}

void GlCanvas::drawHud(ImDrawList* list) {
    const std::string& text = m_controller->scene().hud;
    if (text.empty()) return;
    const ImVec2 size = ImGui::CalcTextSize(text.c_str());
    const double x = width() - static_cast<double>(size.x) - 16, y = 11;
    list->AddRectFilled(vec(x - 8, y - 3),
                        vec(x + static_cast<double>(size.x) + 8, y + static_cast<double>(size.y) + 3),
                        color(m_colors.background, 215), 4);
    list->AddText(vec(x, y), color(m_colors.mutedText), text.c_str());
}

void GlCanvas::drawControls() {
    ImGui::SetNextWindowPos(vec(width() - 8, height() - 8), ImGuiCond_Always, {1, 1});
    ImGui::Begin("view", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_AlwaysAutoResize | ImGuiWindowFlags_NoSavedSettings |
                     ImGuiWindowFlags_NoFocusOnAppearing | ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoMove);
    const GridScene& scene = m_controller->scene();
    // One narrow column, so that it lies beside the faces and not on them.
    const ImVec2 wide(ImGui::CalcTextSize("Smooth").x + 16, 0);
    if (ImGui::Button("+", wide)) m_controller->zoomStep(1);
    const std::string percent = std::to_string(std::lround(scene.scale() * 100)) + " %";
    if (ImGui::Button(percent.c_str(), wide)) m_controller->fit();
    if (ImGui::Button("\xe2\x88\x92", wide)) m_controller->zoomStep(-1);
    if (ImGui::Button(scene.isFit() ? "1:1" : "Fit", wide))
        scene.isFit() ? m_controller->actualPixels() : m_controller->fit();
    if (ImGui::Button(scene.isSmooth() ? "Smooth" : "Pixels", wide)) m_controller->setSmooth(!scene.isSmooth());
    ImGui::End();
}

}  // namespace bplf::ui
