// SPDX-License-Identifier: GPL-3.0-or-later
// What can be set by typing on the Morph screen, and its steps in a script: {"all_emotions": true}  {"frame": 12}
#include <nlohmann/json.hpp>

#include "ui/screens/morph/morph_screen.h"
#include "ui/screens/script_step.h"

namespace bplf::ui {

std::vector<ScreenValue> MorphScreen::values() {
    const auto edit = [this](auto change) {
        return
            [this, change](double value) { m_player->edit([&](MorphTimeline& timeline) { change(timeline, value); }); };
    };
    return {
        numberValue(QStringLiteral("frames"), tr("Length in frames"), 2, 10000,
                    edit([](MorphTimeline& timeline, double frames) { timeline.setFrames(static_cast<int>(frames)); })),
        numberValue(QStringLiteral("fps"), tr("Frames per second"), 1, 60,
                    edit([](MorphTimeline& timeline, double fps) { timeline.setFps(fps); }))};
}

ScriptSteps MorphScreen::scriptSteps() {
    return {{"all_emotions", quickStep([this](const auto&) { sameFaceAllEmotions(); })},
            {"frame", quickStep([this](const auto& value) { m_player->seek(value.template get<double>()); })}};
}

}  // namespace bplf::ui
