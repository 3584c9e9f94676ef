// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/module_file.h"

#include <cstdlib>
#include <vector>

namespace bplf {

namespace fs = std::filesystem;

fs::path find_module_file(const std::string& file, const char* override_variable, const fs::path& build_folder) {
    std::error_code ignored;
    std::vector<fs::path> candidates;
    if (const char* path = std::getenv(override_variable)) candidates.emplace_back(path);
    const fs::path program = fs::read_symlink("/proc/self/exe", ignored).parent_path();
    candidates.push_back(program / file);
    candidates.push_back(program / ".." / "lib" / "bplf" / file);
    if (!build_folder.empty()) candidates.push_back(build_folder / file);
    for (const fs::path& candidate : candidates)
        if (fs::is_regular_file(candidate, ignored)) return candidate;
    return {};
}

}  // namespace bplf
