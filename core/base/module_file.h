// SPDX-License-Identifier: GPL-3.0-or-later
// Where the parts of the program lie that are loaded only when somebody asks for them.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace bplf {

/// The shared module `file`: what the environment variable `override_variable` names, else beside the program, in
/// ../lib/bplf, or in `build_folder` (empty = none). Empty when it is in none of them.
std::filesystem::path find_module_file(const std::string& file, const char* override_variable,
                                       const std::filesystem::path& build_folder);

/// Loads the module `file`, found as above, for good and returns the addresses of `symbols` in their order. Calls
/// `fail`, which must throw, with the reason when it is missing, does not load, or is of another version.
std::vector<void*> load_module_symbols(const std::string& file, const char* override_variable,
                                       const std::filesystem::path& build_folder,
                                       const std::vector<const char*>& symbols,
                                       const std::function<void(const std::string& why)>& fail);

}  // namespace bplf
