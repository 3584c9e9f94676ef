// SPDX-License-Identifier: GPL-3.0-or-later
// The Morph screen's steps in a script: {"all_emotions": true}  {"frame": 12}
#include <nlohmann/json.hpp>

#include "ui/screens/morph/morph_screen.h"
#include "ui/screens/script_step.h"

namespace bplf::ui {

ScriptSteps MorphScreen::scriptSteps() {
    return {{"all_emotions", quickStep([this](const auto&) { sameFaceAllEmotions(); })},
            {"frame", quickStep([this](const auto& value) { m_player->seek(value.template get<double>()); })}};
}

}  // namespace bplf::ui
