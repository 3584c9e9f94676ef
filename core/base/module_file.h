// SPDX-License-Identifier: GPL-3.0-or-later
// Where the parts of the program lie that are loaded only when somebody asks for them.
#pragma once

#include <filesystem>
#include <string>

namespace bplf {

/// The shared module `file`: what the environment variable `override_variable` names, else beside the program, in
/// ../lib/bplf, or in `build_folder` (empty = none). Empty when it is in none of them.
std::filesystem::path find_module_file(const std::string& file, const char* override_variable,
                                       const std::filesystem::path& build_folder);

}  // namespace bplf
