// SPDX-License-Identifier: GPL-3.0-or-later
// The studio as one call for the program: options in, exit code out.
#pragma once

#include <functional>

#include "core/engine/worker.h"

namespace bplf::ui {

struct StudioOptions;

/// How the program builds its engine from the options.
using EngineMaker = std::function<Result<std::unique_ptr<Engine>>(const StudioOptions&)>;

/// Parses, shows the window, runs the event loop. Prints usage errors to stderr and returns 2 then.
int runStudio(int argc, char** argv, EngineMaker maker);

}  // namespace bplf::ui
