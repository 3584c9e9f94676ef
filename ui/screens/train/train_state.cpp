// SPDX-License-Identifier: GPL-3.0-or-later
// What session and projects keep of the Train screen, and its steps in a script:
//   {"training": {"configuration": "emotion-32", "data": "set", "run": "runs/a", "settings": {"steps": "200"}}}
//   {"training": {"open": "runs/a"}}  {"training": "start"}  {"training": "pause"}  {"training": "continue"}
//   {"training": "stop"}
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "ui/screens/train/train_screen.h"

namespace bplf::ui {
namespace {

QVariantMap mapOfSettings(const QMap<QString, QString>& settings) {
    QVariantMap map;
    for (auto setting = settings.begin(); setting != settings.end(); ++setting) map[setting.key()] = setting.value();
    return map;
}

void fillForm(TrainScreen* screen, const nlohmann::json& value) {
    if (value.contains("open")) return screen->open({textOf(value["open"])});
    TrainChoice choice = screen->model()->choice();
    if (value.contains("configuration")) choice.configuration = textOf(value["configuration"]);
    if (value.contains("level")) choice.level = textOf(value["level"]);
    if (value.contains("data")) choice.data = textOf(value["data"]);
    if (value.contains("run")) choice.run = textOf(value["run"]);
    const nlohmann::json settings = value.value("settings", nlohmann::json::object());
    for (const auto& [key, set] : settings.items()) choice.settings[QString::fromStdString(key)] = textOf(set);
    screen->model()->setChoice(choice);
}

void command(TrainModel* model, const QString& word) {
    if (word == QLatin1String("start")) return model->start();
    if (word == QLatin1String("pause")) return model->pause();
    if (word == QLatin1String("continue")) return model->resume();
    if (word == QLatin1String("stop")) return model->stop();
    throw_usage_error("There is no such command.", word.toStdString(), "Use start, pause, continue or stop.");
}

}  // namespace

QVariantMap TrainScreen::state() const {
    const TrainChoice& choice = m_model->choice();
    return {{"configuration", choice.configuration},
            {"level", choice.level},
            {"data", choice.data},
            {"folder", choice.run},
            {"settings", mapOfSettings(choice.settings)},
            {"runs", m_model->runs()},
            {"run", m_model->run()}};
}

void TrainScreen::restoreState(const QVariantMap& state) {
    TrainChoice choice;
    if (const QString name = state.value("configuration").toString(); !name.isEmpty()) choice.configuration = name;
    choice.level = state.value("level").toString();
    choice.data = state.value("data").toString();
    choice.run = state.value("folder").toString();
    const QVariantMap settings = state.value("settings").toMap();
    for (auto setting = settings.begin(); setting != settings.end(); ++setting)
        choice.settings[setting.key()] = setting.value().toString();
    m_model->setChoice(choice);
    // What was started since stays on the list.
    QStringList runs = m_model->runs();
    for (const QString& run : state.value("runs").toStringList())
        if (!runs.contains(run)) runs << run;
    m_model->setRuns(runs);
    if (m_model->runs().contains(state.value("run").toString())) m_model->setRun(state.value("run").toString());
}

ScriptSteps TrainScreen::scriptSteps() {
    return {{"training", quickStep([this](const auto& value) {
                 if (value.is_string()) return command(m_model, textOf(value));
                 fillForm(this, value);
             })}};
}

}  // namespace bplf::ui
