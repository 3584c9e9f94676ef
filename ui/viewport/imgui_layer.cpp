// SPDX-License-Identifier: GPL-3.0-or-later
// ImGui 1.86 takes mouse state, not events, so steps are queued and one press or release is applied per
// frame; otherwise a click within one frame would be lost.
#include "ui/viewport/imgui_layer.h"

#include <imgui.h>
#include <imgui_impl_opengl3.h>

#include <QMouseEvent>
#include <QPalette>
#include <algorithm>
#include <cfloat>

#include "ui/viewport/imgui_font.h"

namespace bplf::ui {
namespace {

/// Frames after an event until windows have their sizes and clicks are reported.
constexpr int kSettle = 3;

int buttonOf(Qt::MouseButton button) {
    return button == Qt::LeftButton ? 0 : button == Qt::RightButton ? 1 : 2;
}

ImVec4 toVec(const QColor& color, float alpha = 1) {
    return {static_cast<float>(color.redF()), static_cast<float>(color.greenF()), static_cast<float>(color.blueF()),
            alpha};
}

}  // namespace

ImGuiLayer::ImGuiLayer() : m_context(ImGui::CreateContext()) {
    makeCurrent();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;  // else it writes into the current folder
    io.LogFilename = nullptr;
    io.ConfigFlags |= ImGuiConfigFlags_NoMouseCursorChange;
    ImGuiStyle& style = ImGui::GetStyle();
    style.WindowRounding = 6;
    style.FrameRounding = 4;
    style.WindowBorderSize = 0;
    style.WindowPadding = {5, 4};
    style.FramePadding = {7, 3};
    style.ItemSpacing = {3, 3};
    m_clock.start();
}

ImGuiLayer::~ImGuiLayer() {
    makeCurrent();
    ImGui::DestroyContext(m_context);
}

void ImGuiLayer::makeCurrent() const {
    ImGui::SetCurrentContext(m_context);
}

bool ImGuiLayer::start() {
    makeCurrent();
    m_started = ImGui_ImplOpenGL3_Init("#version 330 core");
    m_ratio = 0;
    m_framesLeft = kSettle;
    return m_started;
}

void ImGuiLayer::stop() {
    if (!m_started) return;
    makeCurrent();
    // First, because the shutdown may bring the context's end, and with it this call, once more.
    m_started = false;
    ImGui_ImplOpenGL3_Shutdown();
}

void ImGuiLayer::buildFont(double ratio, const QFont& font) {
    if (ratio == m_ratio && font == m_font) return;
    m_ratio = ratio;
    m_font = font;
    ImGui_ImplOpenGL3_DestroyFontsTexture();
    buildImGuiFont(ImGui::GetIO().Fonts, font, ratio);
    ImGui::GetIO().FontGlobalScale = static_cast<float>(1 / ratio);
    ImGui_ImplOpenGL3_CreateFontsTexture();
}

void ImGuiLayer::beginFrame(const QSize& size, double ratio, const QFont& font) {
    makeCurrent();
    buildFont(ratio, font);
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = {static_cast<float>(size.width()), static_cast<float>(size.height())};
    io.DisplayFramebufferScale = {static_cast<float>(ratio), static_cast<float>(ratio)};
    io.DeltaTime = std::max(1e-4F, static_cast<float>(m_clock.nsecsElapsed()) / 1e9F);
    m_clock.restart();
    applyQueue();
    ImGui_ImplOpenGL3_NewFrame();
    ImGui::NewFrame();
    if (m_framesLeft > 0) --m_framesLeft;
}

void ImGuiLayer::endFrame() {
    ImGui::Render();
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

void ImGuiLayer::applyQueue() {
    ImGuiIO& io = ImGui::GetIO();
    while (!m_queue.empty()) {
        const MouseStep step = m_queue.front();
        m_queue.erase(m_queue.begin());
        const bool leave = step.kind == MouseStep::Kind::kLeave;
        io.MousePos = leave ? ImVec2(-FLT_MAX, -FLT_MAX) : ImVec2(step.x, step.y);
        if (leave) std::fill(std::begin(io.MouseDown), std::end(io.MouseDown), false);
        if (step.kind == MouseStep::Kind::kPress) io.MouseDown[step.button] = true;
        if (step.kind == MouseStep::Kind::kRelease) io.MouseDown[step.button] = false;
        if (step.kind != MouseStep::Kind::kMove) break;
    }
}

bool ImGuiLayer::handle(QEvent* event) {
    makeCurrent();
    const auto push = [this](MouseStep::Kind kind, const QMouseEvent* mouse) {
        MouseStep step{kind, 0, 0, 0};
        if (mouse != nullptr) {
            step.x = static_cast<float>(mouse->position().x());
            step.y = static_cast<float>(mouse->position().y());
            step.button = buttonOf(mouse->button());
        }
        m_queue.push_back(step);
        m_framesLeft = kSettle;
    };
    const bool wanted = ImGui::GetIO().WantCaptureMouse;
    switch (event->type()) {
        case QEvent::MouseMove:
            push(MouseStep::Kind::kMove, static_cast<QMouseEvent*>(event));
            return m_owned;
        case QEvent::MouseButtonPress:
            push(MouseStep::Kind::kPress, static_cast<QMouseEvent*>(event));
            m_owned = wanted;
            return wanted;
        case QEvent::MouseButtonRelease:
            push(MouseStep::Kind::kRelease, static_cast<QMouseEvent*>(event));
            return std::exchange(m_owned, false);
        case QEvent::Leave:
        case QEvent::FocusOut:
            push(MouseStep::Kind::kLeave, nullptr);
            return false;
        case QEvent::MouseButtonDblClick:
            return wanted;
        default:
            return false;
    }
}

void ImGuiLayer::setPalette(const QPalette& palette) {
    makeCurrent();
    ImVec4* colors = ImGui::GetStyle().Colors;
    const QColor window = palette.color(QPalette::Window);
    const QColor border = palette.color(QPalette::Mid);
    colors[ImGuiCol_Text] = toVec(palette.color(QPalette::WindowText));
    colors[ImGuiCol_WindowBg] = toVec(window, 0.88F);
    colors[ImGuiCol_Button] = toVec(border, 0);
    colors[ImGuiCol_ButtonHovered] = toVec(border, 0.8F);
    colors[ImGuiCol_ButtonActive] = toVec(border);
}

}  // namespace bplf::ui
