// SPDX-License-Identifier: GPL-3.0-or-later
// The command line program: a thin launcher. It parses, and answers --help, --version and completion by
// itself; a command that only reads a file loads a small module, and only one that computes the module that is linked
// to LibTorch (428 MB).
#include <dlfcn.h>

#include <filesystem>
#include <string>

#include "app/commands/command_line.h"
#include "app/commands/error_report.h"
#include "app/commands/interrupt.h"
#include "core/base/process.h"
#include "core/base/started_together.h"

namespace {

using namespace bplf;
using namespace bplf::cli;

std::filesystem::path program_folder() {
    std::error_code problem;
    return std::filesystem::read_symlink("/proc/self/exe", problem).parent_path();
}

std::filesystem::path find_module(const char* file) {
    const std::filesystem::path folder = program_folder();
    std::filesystem::path beside = folder / file;
    if (std::filesystem::exists(beside)) return beside;
    return folder / ".." / "lib" / "bplf" / file;
}

[[noreturn]] void throw_broken_module(const std::filesystem::path& module, const std::string& reason) {
    throw Error(ErrorKind::kResource, "The commands module cannot be loaded: " + reason, module.string(),
                "Install or build BPLF Studio again.");
}

EntryPoint load_entry(const char* file) {
    const std::filesystem::path path = find_module(file);
    // Never closed: LibTorch's threads and statics outlive any good moment to unload it.
    void* module = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (module == nullptr) throw_broken_module(path, dlerror());
    const auto find = [&](const char* name) {
        void* symbol = dlsym(module, name);
        if (symbol == nullptr) throw_broken_module(path, std::string("it has no ") + name + ".");
        return symbol;
    };
    const std::string version = reinterpret_cast<VersionPoint>(find(kVersionName))();
    if (version != BPLF_VERSION)
        throw_broken_module(path, "it is of version " + version + ", the program of " BPLF_VERSION ".");
    return reinterpret_cast<EntryPoint>(find(kEntryName));
}

bool may_only_read(const Invocation& invocation) {
    return std::visit([]<typename Options>(const Options&) { return MayOnlyRead<Options>; }, invocation.command);
}

int run_command(const Invocation& invocation) {
    try {
        // One of several processes speaks for all.
        const Interrupt interrupt(invocation.common.quiet || started_place() > 0);
        if (may_only_read(invocation)) {
            const int exit_code = load_entry(kReadingModuleFile)(invocation, interrupt.token());
            if (exit_code != kComputes) return exit_code;
        }
        return load_entry(kModuleFile)(invocation, interrupt.token());
    } catch (const Error& error) {
        return report_error(error, invocation.common);
    }
}

}  // namespace

int main(int argc, char** argv) {
    prepare_process();
    int exit_code = 0;
    CommandLine command_line;
    const std::optional<Invocation> invocation = command_line.parse(argc, argv, exit_code);
    return invocation ? run_command(*invocation) : exit_code;
}
