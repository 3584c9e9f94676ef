// SPDX-License-Identifier: GPL-3.0-or-later
// The Encode screen's step in a script: {"stage": "use"}
#include <nlohmann/json.hpp>

#include "ui/screens/encode/encode_screen.h"
#include "ui/screens/script_step.h"

namespace bplf::ui {

ScriptSteps EncodeScreen::scriptSteps() {
    return {{"stage", quickStep([this](const auto& value) { showStage(textOf(value)); })}};
}

}  // namespace bplf::ui
