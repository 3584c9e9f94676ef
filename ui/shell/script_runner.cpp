// SPDX-License-Identifier: GPL-3.0-or-later
// Steps run on the event loop, like a user's would.
#include "ui/shell/script_runner.h"

#include <QTextStream>
#include <QTimer>
#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/base/atomic_file.h"
#include "core/collect/source.h"
#include "ui/bridge/engine_bridge.h"
#include "ui/kit/theme.h"
#include "ui/screens/data/data_model.h"
#include "ui/screens/data/data_page.h"
#include "ui/screens/data/data_review.h"
#include "ui/screens/data/data_screen.h"
#include "ui/screens/data/review_tiles.h"
#include "ui/screens/encode/encode_screen.h"
#include "ui/screens/morph/morph_screen.h"
#include "ui/screens/sample/sample_model.h"
#include "ui/screens/sample/sample_screen.h"
#include "ui/shell/idle_wait.h"
#include "ui/shell/main_window.h"
#include "ui/shell/screenshot.h"
#include "ui/viewport/canvas_controller.h"
#include "ui/viewport/viewport.h"

namespace bplf::ui {
namespace {

constexpr int kTimeout = 120'000;

double percentile(std::vector<double> values, double share) {
    if (values.empty()) return 0;
    std::ranges::sort(values);
    const auto index = static_cast<std::size_t>(share * static_cast<double>(values.size() - 1) + 0.5);
    return values[index];
}

QString wordOf(const nlohmann::json& object, const char* key, const QString& fallback = {}) {
    return QString::fromStdString(object.value(key, fallback.toStdString()));
}

/// A path, or a kind with a path.
void openSource(DataModel* model, const nlohmann::json& source) {
    const QString text = QString::fromStdString(source.get<std::string>());
    if (is_source_spelling(text.toStdString())) {
        model->sources()->addSpelling(text);
    } else {
        model->sources()->add(text);
    }
}

}  // namespace

/// A scripted drag: when each value was set, and how long until its grid was on the screen.
struct ScriptRunner::Drag {
    std::string label;
    int steps = 60, interval = 16, done = 0;
    QElapsedTimer clock;
    std::map<quint64, double> ticks;  ///< by ticket
    std::vector<double> latencies;

    double now() const { return static_cast<double>(clock.nsecsElapsed()) / 1e6; }
    QMetaObject::Connection landed;
};

ScriptRunner::ScriptRunner(MainWindow* window, EngineBridge* bridge, QObject* parent)
    : QObject(parent),
      m_window(window),
      m_bridge(bridge),
      m_sample(qobject_cast<SampleScreen*>(window->screen(QStringLiteral("sample")))),
      m_wait(new IdleWait(window, bridge, this)) {}

ScriptRunner::~ScriptRunner() = default;

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
    const auto done = capture([&] { return perform(step); });
    if (!done.ok()) {
        fail(QString::fromUtf8(done.error().what()));
    } else if (done.value()) {
        QTimer::singleShot(0, this, &ScriptRunner::next);
    }
}

bool ScriptRunner::perform(const nlohmann::json& step) {
    const auto entry = step.begin();
    const std::string& key = entry.key();
    const nlohmann::json& value = entry.value();
    if (key == "mode") {
        if (!m_window->setMode(QString::fromStdString(value.get<std::string>())))
            throw_usage_error("There is no such mode.", key);
    } else if (key == "open") {
        QStringList paths;
        for (const auto& path : value) paths << QString::fromStdString(path.get<std::string>());
        m_window->openFiles(paths);
    } else if (key == "theme") {
        applyTheme(themeFromName(QString::fromStdString(value.get<std::string>())));
    } else if (key == "stage") {
        if (auto* encode = qobject_cast<EncodeScreen*>(m_window->screen(QStringLiteral("encode"))))
            encode->showStage(QString::fromStdString(value.get<std::string>()));
    } else if (key == "all_emotions" || key == "frame") {
        performMorph(key, value);
    } else if (key == "data" || key == "build" || key == "review" || key == "decide") {
        performData(key, value);
    } else if (key == "screenshot") {
        saveScreenshot(m_window, QString::fromStdString(value.get<std::string>())).value_or_throw();
    } else if (key == "wait" && value.is_number()) {
        QTimer::singleShot(value.get<int>(), this, &ScriptRunner::next);
        return false;
    } else if (key == "wait") {
        m_wait->start(kTimeout, [this](bool ready) { ready ? next() : fail(tr("Waiting took too long.")); });
        return false;
    } else if (key == "drag") {
        startDrag(value);
        return false;
    } else {
        return performSample(key, value);
    }
    return true;
}

void ScriptRunner::performMorph(const std::string& key, const nlohmann::json& value) {
    auto* morph = qobject_cast<MorphScreen*>(m_window->screen(QStringLiteral("morph")));
    if (morph == nullptr) throw_usage_error("There is no Morph screen.", key);
    if (key == "all_emotions") {
        morph->sameFaceAllEmotions();
    } else {
        morph->player()->seek(value.get<double>());
    }
}

void ScriptRunner::performData(const std::string& key, const nlohmann::json& value) {
    auto* data = qobject_cast<DataScreen*>(m_window->screen(QStringLiteral("data")));
    if (data == nullptr) throw_usage_error("There is no Data screen.", key);
    DataReview* review = data->dataPage()->review();
    if (key == "data") {
        BuildSettings settings = data->model()->settings();
        settings.setProfile(wordOf(value, "profile", QStringLiteral("recommended")));
        settings.setSize(value.value("size", settings.options.size));
        settings.options.face_crop = value.value("faces", settings.options.face_crop);
        if (value.contains("out")) settings.setFolder(wordOf(value, "out"));
        data->model()->setSettings(settings);
        Q_EMIT data->model()->settingsReplaced();
        for (const auto& path : value.value("sources", nlohmann::json::array())) openSource(data->model(), path);
    } else if (key == "build") {
        if (!data->model()->canStart()) throw_usage_error("Nothing can be built now.", key);
        data->model()->start();
    } else if (key == "review") {
        review->setFilter(wordOf(value, "reason"), wordOf(value, "label"), wordOf(value, "text"));
        if (!value.contains("image")) return;
        const auto* images = data->model()->images();
        review->tiles()->choose(images->lineAt(images->index(value["image"].get<int>())));
    } else {
        const auto word = value.get<std::string>();
        const auto action = override_action_from_name(word);
        std::optional<Override> decision =
            Override{action.value_or(OverrideAction::kRelabel), action ? std::string() : word};
        if (word == "clear") decision.reset();
        data->decide(decision);
    }
}

bool ScriptRunner::performSample(const std::string& key, const nlohmann::json& value) {
    SampleModel* model = m_sample->model();
    if (key == "label") {
        LabelSimplex simplex = model->simplex();
        simplex.setMix(parse_label_mix(value.get<std::string>(), simplex.labels()));
        model->setSimplex(simplex);
    } else if (key == "seed") {
        model->setSeed(value.get<quint64>());
    } else if (key == "temperature") {
        model->setTemperatureScale(value.get<double>());
    } else if (key == "grid") {
        const QStringList sides = QString::fromStdString(value.get<std::string>()).split(QLatin1Char('x'));
        model->setGrid(sides.value(0).toInt(), sides.value(1).toInt());
    } else if (key == "rows_per_label") {
        model->setRowPerLabel(value.get<bool>());
    } else if (key == "select") {
        m_sample->canvas()->select(value.get<int>());
    } else {
        throw_usage_error("Unknown step \"" + key + "\".", key);
    }
    return true;
}

void ScriptRunner::startDrag(const nlohmann::json& drag) {
    m_drag = std::make_unique<Drag>();
    m_drag->label = drag.value("label", std::string("happy"));
    m_drag->steps = drag.value("steps", 60);
    m_drag->interval = drag.value("interval_ms", 16);
    m_drag->clock.start();
    m_drag->landed = connect(m_sample->model(), &SampleModel::gridLanded, this, &ScriptRunner::gridLanded);
    dragTick();
}

void ScriptRunner::dragTick() {
    LabelSimplex simplex = m_sample->model()->simplex();
    const auto found = std::ranges::find(simplex.labels(), m_drag->label);
    if (found == simplex.labels().end()) {
        fail(tr("The drag's label is not in this model."));
        return;
    }
    const double share = m_drag->steps > 1 ? static_cast<double>(m_drag->done) / (m_drag->steps - 1) : 1;
    // Away from 1 and back again, so that every step changes the mix.
    simplex.set(static_cast<std::size_t>(found - simplex.labels().begin()), 0.02 + 0.96 * share);
    ++m_drag->done;
    const double now = m_drag->now();
    m_sample->model()->setSimplex(simplex);
    m_drag->ticks[m_sample->model()->ticket()] = now;
    if (m_drag->interval > 0 && m_drag->done < m_drag->steps)
        QTimer::singleShot(m_drag->interval, Qt::PreciseTimer, this, &ScriptRunner::dragTick);
}

void ScriptRunner::gridLanded(quint64 ticket) {
    // The picture counts once it is painted, not when it was computed.
    qobject_cast<Viewport*>(m_sample->page())->surface()->repaint();
    const auto tick = m_drag->ticks.find(ticket);
    if (tick == m_drag->ticks.end()) return;
    m_drag->latencies.push_back(m_drag->now() - tick->second);
    if (ticket != m_sample->model()->ticket()) return;
    if (m_drag->done >= m_drag->steps) {
        reportDrag();
    } else if (m_drag->interval == 0) {
        QTimer::singleShot(0, this, &ScriptRunner::dragTick);
    }
}

void ScriptRunner::reportDrag() {
    disconnect(m_drag->landed);
    const nlohmann::json report{{"drag", m_drag->label},
                                {"steps", m_drag->steps},
                                {"interval_ms", m_drag->interval},
                                {"grids", m_drag->latencies.size()},
                                {"median_ms", percentile(m_drag->latencies, 0.5)},
                                {"p95_ms", percentile(m_drag->latencies, 0.95)},
                                {"viewport", qobject_cast<Viewport*>(m_sample->page())->backendName().toStdString()}};
    QTextStream(stdout) << QString::fromStdString(report.dump()) << '\n' << Qt::flush;
    m_drag.reset();
    QTimer::singleShot(0, this, &ScriptRunner::next);
}

}  // namespace bplf::ui
