// SPDX-License-Identifier: GPL-3.0-or-later
// dlopen of the CUDA module; see cuda_loader.h.
#include "core/ops/cuda_loader.h"

#include "core/base/error.h"
#include "core/base/module_file.h"

#include <ATen/Parallel.h>

#include <dlfcn.h>
#include <filesystem>
#include <mutex>

namespace bplf::ops {
namespace {

namespace fs = std::filesystem;

constexpr const char* kModule = "libbplf_cuda.so";

/// The folder of the shared library or program that holds `symbol`.
fs::path folder_of(const void* symbol) {
    Dl_info info{};
    return dladdr(symbol, &info) != 0 && info.dli_fname != nullptr ? fs::path(info.dli_fname).parent_path()
                                                                   : fs::path();
}

fs::path find_module() {
#ifdef BPLF_CUDA_MODULE_DIR
    return find_module_file(kModule, "BPLF_CUDA_MODULE", BPLF_CUDA_MODULE_DIR);
#else
    return find_module_file(kModule, "BPLF_CUDA_MODULE", {});
#endif
}

/// The driver's own count, asked without the CUDA runtime.
int count_devices() {
    void* driver = dlopen("libcuda.so.1", RTLD_NOW | RTLD_LOCAL);
    if (driver == nullptr) {
        return -1;
    }
    const auto init = reinterpret_cast<int (*)(unsigned)>(dlsym(driver, "cuInit"));
    const auto count = reinterpret_cast<int (*)(int*)>(dlsym(driver, "cuDeviceGetCount"));
    int devices = 0;
    const bool good = init != nullptr && count != nullptr && init(0) == 0 && count(&devices) == 0;
    return good ? devices : 0;
}

std::string look_for_problem() {
    const int devices = count_devices();
    if (devices < 0) {
        return "there is no NVIDIA driver (libcuda.so.1) on this machine";
    }
    if (devices == 0) {
        return "the NVIDIA driver sees no usable GPU";
    }
    return find_module().empty() ? std::string(kModule) + " was not found: this is a CPU-only build" : std::string();
}

void* open_or_throw(const fs::path& library, int flags) {
    void* handle = dlopen(library.c_str(), flags);
    if (handle == nullptr) {
        const char* reason = dlerror();
        throw Error(ErrorKind::kResource, std::string("a CUDA library does not load: ") + (reason ? reason : "unknown"),
                    library.string(), "use --device cpu, or repair the installation");
    }
    return handle;
}

OpsTable load() {
    const std::string problem = cuda_problem();
    if (!problem.empty()) {
        throw Error(ErrorKind::kResource, "CUDA cannot be used: " + problem, {}, "use --device cpu");
    }
    const fs::path torch = folder_of(reinterpret_cast<const void*>(&at::get_num_threads));
    open_or_throw(torch / "libtorch_cuda.so", RTLD_NOW | RTLD_GLOBAL);
    void* module = open_or_throw(find_module(), RTLD_NOW | RTLD_LOCAL);
    const auto fill = reinterpret_cast<void (*)(OpsTable*)>(dlsym(module, "bplf_cuda_table"));
    if (fill == nullptr) {
        throw Error(ErrorKind::kResource, "the CUDA module is of another version", find_module().string(),
                    "build it together with the program");
    }
    OpsTable table;
    fill(&table);
    return table;
}

}  // namespace

std::string cuda_problem() {
    static const std::string problem = look_for_problem();
    return problem;
}

bool cuda_available() {
    return cuda_problem().empty();
}

const OpsTable& cuda_table() {
    // A throw leaves the static uninitialised, so a later call tries again.
    static const OpsTable table = load();
    return table;
}

void load_cuda() {
    cuda_table();
}

}  // namespace bplf::ops
