// SPDX-License-Identifier: GPL-3.0-or-later
// What a screen offers to scripts that drive the studio.
#pragma once

#include <QString>
#include <functional>
#include <map>
#include <string>
#include <utility>

#include <nlohmann/json_fwd.hpp>

namespace bplf::ui {

/// Tells that a step is over; what went wrong, or an empty text.
using StepDone = std::function<void(const QString& problem)>;
/// Does one step with the value that stands in the script, on the UI thread, and calls `done` once, at once or later.
/// May throw Error, and nlohmann's exceptions for a value of another kind.
using ScriptStep = std::function<void(const nlohmann::json& value, const StepDone& done)>;
/// By the key that names them; keys are unique among all screens.
using ScriptSteps = std::map<std::string, ScriptStep>;

/// A step that is over when `work` returns.
inline ScriptStep quickStep(std::function<void(const nlohmann::json& value)> work) {
    return [work = std::move(work)](const nlohmann::json& value, const StepDone& done) {
        work(value);
        done({});
    };
}

/// The text of a JSON string.
QString textOf(const nlohmann::json& value);

}  // namespace bplf::ui
