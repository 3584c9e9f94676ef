// SPDX-License-Identifier: GPL-3.0-or-later
// Drives the studio from a file of JSON lines: for screenshots, measurements and tests.
//
// Each line is one step, an object with one of these keys:
//   {"mode": "sample"}  {"open": ["a.png"]}  {"theme": "dark"}  {"wait": "idle"}  {"wait": 500}
//   {"screenshot": "out.png"}
// or one that a screen offers (Screen::scriptSteps(), in ui/screens/<name>/<name>_script.cpp).
// A number to wait for is in milliseconds.
#pragma once

#include <QObject>
#include <vector>

#include "core/base/result.h"
#include "ui/screens/script_step.h"

namespace bplf::ui {

class EngineBridge;
class IdleWait;
class MainWindow;

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
    void makeSteps();
    void wait(const nlohmann::json& value, const StepDone& done);

    MainWindow* m_window;
    IdleWait* m_wait;
    ScriptSteps m_known;
    std::vector<nlohmann::json> m_steps;
    std::size_t m_next = 0;
};

}  // namespace bplf::ui
