// SPDX-License-Identifier: GPL-3.0-or-later
// What can be set by typing on the Sample screen, and its steps in a script:
//   {"label": "happy=0.6,sad=0.4"}  {"seed": 42}  {"temperature": 1.1}  {"grid": "4x4"}  {"rows_per_label": true}
//   {"size": 64}  {"grey": true}  {"best_of": 16}  {"select": 3}
//   {"drag": {"label": "happy", "steps": 60, "interval_ms": 16}}   interval 0 = wait for each grid
// A drag prints a line with the median and 95th percentile of milliseconds from slider to new grid.
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "ui/kit/seed_text.h"
#include "ui/screens/sample/sample_drag.h"
#include "ui/screens/sample/sample_model.h"
#include "ui/screens/sample/sample_screen.h"
#include "ui/screens/script_step.h"
#include "ui/viewport/canvas_controller.h"
#include "ui/viewport/viewport.h"

namespace bplf::ui {
namespace {

void setLabel(SampleModel* model, const nlohmann::json& value) {
    LabelSimplex simplex = model->simplex();
    simplex.setMix(parse_label_mix(value.get<std::string>(), simplex.labels()));
    model->setSimplex(simplex);
}

void setGrid(SampleModel* model, const nlohmann::json& value) {
    const QStringList sides = textOf(value).split(QLatin1Char('x'));
    model->setGrid(sides.value(0).toInt(), sides.value(1).toInt());
}

}  // namespace

std::vector<ScreenValue> SampleScreen::values() {
    SampleModel* model = m_model;
    std::vector<ScreenValue> values =
        labelValues(model->simplex(), [model](const LabelSimplex& mix) { model->setSimplex(mix); });
    values.push_back({QStringLiteral("seed"), tr("Seed"), tr("a whole number"), [model](const QString& text) {
                          const auto seed = parseSeed(text.toStdString());
                          if (!seed || model->isSeedLocked()) return false;
                          model->setSeed(*seed);
                          return true;
                      }});
    values.push_back(numberValue(QStringLiteral("temp"), tr("Temperature"), 0, 2,
                                 [model](double scale) { model->setTemperatureScale(scale); }));
    values.push_back(numberValue(QStringLiteral("intensity"), tr("Intensity"), 0, kLargestIntensity,
                                 [model](double intensity) { model->setIntensity(intensity); }));
    values.push_back(numberValue(QStringLiteral("columns"), tr("Columns of the grid"), 1, 16, [model](double columns) {
        model->setGrid(static_cast<int>(columns), model->rows());
    }));
    values.push_back(numberValue(QStringLiteral("rows"), tr("Rows of the grid"), 1, 16,
                                 [model](double rows) { model->setGrid(model->columns(), static_cast<int>(rows)); }));
    return values;
}

ScriptSteps SampleScreen::scriptSteps() {
    SampleModel* model = m_model;
    return {{"label", quickStep([model](const auto& value) { setLabel(model, value); })},
            {"seed", quickStep([model](const auto& value) { model->setSeed(value.template get<quint64>()); })},
            {"temperature",
             quickStep([model](const auto& value) { model->setTemperatureScale(value.template get<double>()); })},
            {"grid", quickStep([model](const auto& value) { setGrid(model, value); })},
            {"rows_per_label",
             quickStep([model](const auto& value) { model->setRowPerLabel(value.template get<bool>()); })},
            {"size", quickStep([model](const auto& value) {
                 model->setDrawnAs({value.template get<int>(), model->drawnAs().grey});
             })},
            {"best_of", quickStep([model](const auto& value) { model->setBestOf(value.template get<int>()); })},
            {"grey", quickStep([model](const auto& value) {
                 model->setDrawnAs({model->drawnAs().size, value.template get<bool>()});
             })},
            {"select", quickStep([this](const auto& value) { m_canvas->select(value.template get<int>()); })},
            {"drag", [this](const nlohmann::json& value, const StepDone& done) {
                 auto* viewport = qobject_cast<Viewport*>(page());
                 SampleDrag::start(m_model, viewport, value, done);
             }}};
}

}  // namespace bplf::ui
