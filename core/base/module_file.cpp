// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/module_file.h"

#include <dlfcn.h>

#include <cstdlib>

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

std::vector<void*> load_module_symbols(const std::string& file, const char* override_variable,
                                       const fs::path& build_folder, const std::vector<const char*>& symbols,
                                       const std::function<void(const std::string& why)>& fail) {
    const fs::path path = find_module_file(file, override_variable, build_folder);
    if (path.empty()) fail(file + " was not found");
    // Never closed: the libraries behind a module keep statics and threads.
    void* module = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (module == nullptr) fail(dlerror());
    std::vector<void*> found;
    for (const char* symbol : symbols) {
        found.push_back(dlsym(module, symbol));
        if (found.back() == nullptr) fail(path.string() + " is of another version");
    }
    return found;
}

}  // namespace bplf
