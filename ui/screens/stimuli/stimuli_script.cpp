// SPDX-License-Identifier: GPL-3.0-or-later
// The Stimuli screen's steps in a script:
//   {"plan": "plan.json"}  {"plan": {"seeds": "1-6", "levels": "0, 100"}}  {"stimulus": {"identity": 2, "emotion":
//   "happy", "level": 100}}  {"make": "set"}
// "make" replaces what is there.
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/stimuli/plan_edit.h"
#include "ui/screens/script_step.h"
#include "ui/screens/stimuli/stimuli_page.h"
#include "ui/screens/stimuli/stimuli_screen.h"

namespace bplf::ui {
namespace {

void setUpPlan(StimuliModel* model, const nlohmann::json& value) {
    stimuli::Plan plan = model->plan();
    if (value.contains("seeds")) stimuli::set_seeds(plan, value["seeds"].get<std::string>());
    if (value.contains("levels")) plan.levels = stimuli::levels_from_text(value["levels"].get<std::string>());
    model->setPlan(plan);
}

void choose(StimuliScreen* screen, const nlohmann::json& value) {
    if (value.contains("identity")) screen->model()->setIdentity(value["identity"].get<int>() - 1);
    if (!value.contains("emotion")) return;
    if (!screen->stimuliPage()->choose(textOf(value["emotion"]), value.value("level", 100)))
        throw_usage_error("The plan has no such picture.", "stimulus");
}

}  // namespace

ScriptSteps StimuliScreen::scriptSteps() {
    return {{"plan", quickStep([this](const auto& value) {
                 if (value.is_string()) return openPlan(textOf(value));
                 setUpPlan(m_model, value);
             })},
            {"stimulus", quickStep([this](const auto& value) { choose(this, value); })},
            {"make", quickStep([this](const auto& value) {
                 if (!m_model->canMake()) throw_usage_error("Nothing can be made now.", "make");
                 m_model->make(textOf(value), true);
             })}};
}

}  // namespace bplf::ui
