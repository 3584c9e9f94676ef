// SPDX-License-Identifier: GPL-3.0-or-later
// The command line beside the studio: asked for facts, and started for trainings that outlive the window.
#pragma once

#include <QObject>
#include <QStringList>
#include <functional>

#include <nlohmann/json_fwd.hpp>

#include "core/base/result.h"

namespace bplf::ui {

/// The program beside the studio's own, else the one in PATH; empty where there is none. Tests name another.
QString bplfProgram();
void setBplfProgram(const QString& path);

/// Runs `bplf words… --json` and replies with its object, or with the error that it told. Only while `guard` lives;
/// when that dies first, so does the program. UI thread, which does not wait.
void askBplf(QObject* guard, const QStringList& words, std::function<void(const Result<nlohmann::json>&)> reply);

}  // namespace bplf::ui
