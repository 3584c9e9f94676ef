// SPDX-License-Identifier: GPL-3.0-or-later
// The command line program: a thin launcher. It parses, and answers --help, --version and completion by
// itself; only a command that computes loads the module that is linked to LibTorch (428 MB).
#include <dlfcn.h>

#include <filesystem>
#include <string>

#include "app/commands/command_line.h"
#include "app/commands/error_report.h"
#include "app/commands/interrupt.h"
#include "core/base/process.h"

namespace {

using namespace bplf;
using namespace bplf::cli;

std::filesystem::path program_folder() {
    std::error_code problem;
    return std::filesystem::read_symlink("/proc/self/exe", problem).parent_path();
}

std::filesystem::path find_module() {
    const std::filesystem::path folder = program_folder();
    std::filesystem::path beside = folder / kModuleFile;
    if (std::filesystem::exists(beside)) return beside;
    return folder / ".." / "lib" / "bplf" / kModuleFile;
}

[[noreturn]] void throw_broken_module(const std::string& reason) {
    throw Error(ErrorKind::kResource, "The commands module cannot be loaded: " + reason, find_module().string(),
                "Install or build BPLF Studio again.");
}

template <typename Function>
Function find_function(void* module, const char* name) {
    void* symbol = dlsym(module, name);
    if (symbol == nullptr) throw_broken_module(std::string("it has no ") + name + ".");
    return reinterpret_cast<Function>(symbol);
}

EntryPoint load_entry() {
    // Never closed: LibTorch's threads and statics outlive any good moment to unload it.
    void* module = dlopen(find_module().c_str(), RTLD_NOW | RTLD_LOCAL);
    if (module == nullptr) throw_broken_module(dlerror());
    const std::string version = find_function<VersionPoint>(module, kVersionName)();
    if (version != BPLF_VERSION)
        throw_broken_module("it is of version " + version + ", the program of " BPLF_VERSION ".");
    return find_function<EntryPoint>(module, kEntryName);
}

int run_command(const Invocation& invocation) {
    try {
        const Interrupt interrupt(invocation.common.quiet);
        return load_entry()(invocation, interrupt.token());
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
