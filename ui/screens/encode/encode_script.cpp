// SPDX-License-Identifier: GPL-3.0-or-later
// What can be set by typing on the Encode screen, and its step in a script: {"stage": "use"}
#include <nlohmann/json.hpp>

#include "ui/screens/encode/encode_screen.h"
#include "ui/screens/encode/relabel_model.h"
#include "ui/screens/script_step.h"

namespace bplf::ui {

std::vector<ScreenValue> EncodeScreen::values() {
    RelabelModel* relabel = m_relabel;
    std::vector<ScreenValue> values =
        labelValues(relabel->target(), [relabel](const LabelSimplex& mix) { relabel->setTarget(mix); });
    values.push_back(numberValue(QStringLiteral("strength"), tr("Strength"), 0, kLargestIntensity,
                                 [relabel](double strength) { relabel->setStrength(strength); }));
    return values;
}

ScriptSteps EncodeScreen::scriptSteps() {
    return {{"stage", quickStep([this](const auto& value) { showStage(textOf(value)); })}};
}

}  // namespace bplf::ui
