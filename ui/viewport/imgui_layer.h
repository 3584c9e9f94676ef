// SPDX-License-Identifier: GPL-3.0-or-later
// One Dear ImGui context inside a Qt OpenGL widget: events in, draw lists out.
#pragma once

#include <QElapsedTimer>
#include <QFont>
#include <QSize>
#include <vector>

class QEvent;
class QPalette;
struct ImGuiContext;

namespace bplf::ui {

/// All calls on the UI thread. start, frames and stop need the widget's OpenGL context current.
class ImGuiLayer {
  public:
    ImGuiLayer();
    ~ImGuiLayer();
    ImGuiLayer(const ImGuiLayer&) = delete;
    ImGuiLayer& operator=(const ImGuiLayer&) = delete;

    /// False when ImGui's OpenGL back end cannot start (no libGL to load, for instance).
    bool start();
    /// Frees what belongs to the context; start may be called again.
    void stop();
    bool isStarted() const { return m_started; }

    /// `size` in device-independent pixels. Builds the font anew when ratio or font changed.
    void beginFrame(const QSize& size, double ratio, const QFont& font);
    void endFrame();

    /// Feeds mouse events; true when an ImGui window wants the mouse, so that nobody else uses it.
    bool handle(QEvent* event);
    /// True while a few more frames are needed for windows and clicks to settle.
    bool wantsFrame() const { return m_framesLeft > 0 || !m_queue.empty(); }
    void setPalette(const QPalette& palette);

  private:
    struct MouseStep {
        enum class Kind { kMove, kPress, kRelease, kLeave } kind;
        float x, y;
        int button;
    };
    void makeCurrent() const;
    void applyQueue();
    void buildFont(double ratio, const QFont& font);

    ImGuiContext* m_context;
    bool m_started = false;
    double m_ratio = 0;
    QFont m_font;
    QElapsedTimer m_clock;
    std::vector<MouseStep> m_queue;
    int m_framesLeft = 0;
    bool m_owned = false;  ///< a press inside an ImGui window owns the mouse until the release
};

}  // namespace bplf::ui
