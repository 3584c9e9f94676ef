// SPDX-License-Identifier: GPL-3.0-or-later
// Completion scripts, generated from the same tables that parse the command line.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace bplf::cli {

/// The script of "bash", "zsh" or "fish" for `app` and all its commands.
std::string completion_script(const CLI::App& app, const std::string& shell);

}  // namespace bplf::cli
