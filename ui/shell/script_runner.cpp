// SPDX-License-Identifier: GPL-3.0-or-later
// Steps run on the event loop, like a user's would.
#include "ui/shell/script_runner.h"

#include <QTextStream>
#include <QTimer>
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/base/atomic_file.h"
#include "ui/kit/theme.h"
#include "ui/screens/screen.h"
#include "ui/shell/idle_wait.h"
#include "ui/shell/main_window.h"
#include "ui/shell/screenshot.h"

namespace bplf::ui {
namespace {

constexpr int kTimeout = 120'000;

void setMode(MainWindow* window, const nlohmann::json& value) {
    if (!window->setMode(textOf(value))) throw_usage_error("There is no such mode.", "mode");
}

void openAll(MainWindow* window, const nlohmann::json& value) {
    QStringList paths;
    for (const auto& path : value) paths << textOf(path);
    window->openFiles(paths);
}

}  // namespace

ScriptRunner::ScriptRunner(MainWindow* window, EngineBridge* bridge, QObject* parent)
    : QObject(parent), m_window(window), m_wait(new IdleWait(window, bridge, this)) {
    makeSteps();
}

ScriptRunner::~ScriptRunner() = default;

void ScriptRunner::makeSteps() {
    MainWindow* window = m_window;
    m_known = {{"mode", quickStep([window](const auto& value) { setMode(window, value); })},
               {"open", quickStep([window](const auto& value) { openAll(window, value); })},
               {"theme", quickStep([](const auto& value) { applyTheme(themeFromName(textOf(value))); })},
               {"screenshot",
                quickStep([window](const auto& value) { saveScreenshot(window, textOf(value)).value_or_throw(); })},
               {"wait", [this](const auto& value, const StepDone& done) { wait(value, done); }}};
    for (Screen* screen : m_window->screens()) m_known.merge(screen->scriptSteps());
}

void ScriptRunner::wait(const nlohmann::json& value, const StepDone& done) {
    if (value.is_number()) {
        QTimer::singleShot(value.get<int>(), this, [done] { done({}); });
    } else {
        m_wait->start(kTimeout, [done](bool ready) { done(ready ? QString() : tr("Waiting took too long.")); });
    }
}

Result<void> ScriptRunner::load(const QString& path) {
    return capture([&] {
        std::istringstream lines(read_file(path.toStdString(), 1 << 20));
        std::string line;
        for (int number = 1; std::getline(lines, line); ++number) {
            if (line.empty() || line[0] == '#') continue;
            const auto step = nlohmann::json::parse(line, nullptr, false);
            if (!step.is_object() || step.size() != 1)
                throw_input_error("Line " + std::to_string(number) + " is not a step.", path.toStdString(),
                                  "Write one JSON object with one key per line.");
            m_steps.push_back(step);
        }
    });
}

void ScriptRunner::run() {
    m_wait->start(kTimeout, [this](bool ready) { ready ? next() : fail(tr("The studio did not get ready.")); });
}

void ScriptRunner::fail(const QString& what) {
    QTextStream(stderr) << "script: " << what << '\n';
    Q_EMIT finished(1);
}

void ScriptRunner::next() {
    if (m_next == m_steps.size()) {
        Q_EMIT finished(0);
        return;
    }
    const nlohmann::json step = m_steps[m_next++];
    const auto entry = step.begin();
    const StepDone over = [this](const QString& problem) {
        if (problem.isEmpty()) {
            QTimer::singleShot(0, this, &ScriptRunner::next);
        } else {
            fail(problem);
        }
    };
    const Result<void> started = capture([&] {
        const auto known = m_known.find(entry.key());
        if (known == m_known.end()) throw_usage_error("Unknown step \"" + entry.key() + "\".", entry.key());
        known->second(entry.value(), over);
    });
    if (!started.ok()) fail(QString::fromUtf8(started.error().what()));
}

}  // namespace bplf::ui
