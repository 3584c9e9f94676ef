// SPDX-License-Identifier: GPL-3.0-or-later
// Drives the studio from a file of JSON lines: for screenshots, measurements and tests.
//
// Each line is one step, an object with one of these keys:
//   {"mode": "sample"}  {"open": ["a.png"]}  {"label": "happy=0.6,sad=0.4"}  {"seed": 42}
//   {"temperature": 1.1}  {"grid": "4x4"}  {"rows_per_label": true}  {"select": 3}  {"theme": "dark"}
//   {"stage": "use"}  {"all_emotions": true}  {"frame": 12}  {"wait": "idle"}  {"wait": 500}  {"screenshot": "out.png"}
//   {"data": {"sources": ["fer2013"], "out": "set", "profile": "paper", "size": 48, "faces": "none"}}
//   {"build": true}  {"review": {"reason": "no_face", "label": "sad", "text": "train", "image": 3}}
//   {"decide": "exclude"}  {"decide": "happy"}
//   {"drag": {"label": "happy", "steps": 60, "interval_ms": 16}}   interval 0 = wait for each grid
// A number to wait for is in milliseconds. "build" starts a build, replacing what is there; an image is the place in
// the filtered list; "exclude", "keep" and "clear" decide about it, another word is its new label.
// A drag prints a line with the median and 95th percentile of milliseconds from slider to new grid.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <functional>
#include <memory>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/base/result.h"

namespace bplf::ui {

class EngineBridge;
class IdleWait;
class MainWindow;
class SampleModel;
class SampleScreen;

class ScriptRunner : public QObject {
    Q_OBJECT

  public:
    ScriptRunner(MainWindow* window, EngineBridge* bridge, QObject* parent = nullptr);
    ~ScriptRunner() override;

    /// Error(kInput) for a file that is missing or a line that is not such a step.
    Result<void> load(const QString& path);
    /// Runs all steps; emits finished.
    void run();

  Q_SIGNALS:
    /// 0, or the exit code of the first failure.
    void finished(int code);

  private:
    void next();
    void fail(const QString& what);
    /// True when the step is done at once; false when it will call next() itself.
    bool perform(const nlohmann::json& step);
    bool performSample(const std::string& key, const nlohmann::json& value);
    void performMorph(const std::string& key, const nlohmann::json& value);
    void performData(const std::string& key, const nlohmann::json& value);
    void startDrag(const nlohmann::json& drag);
    void dragTick();
    void gridLanded(quint64 ticket);
    void reportDrag();

    MainWindow* m_window;
    EngineBridge* m_bridge;
    SampleScreen* m_sample;
    IdleWait* m_wait;
    std::vector<nlohmann::json> m_steps;
    std::size_t m_next = 0;

    struct Drag;
    std::unique_ptr<Drag> m_drag;
};

}  // namespace bplf::ui
