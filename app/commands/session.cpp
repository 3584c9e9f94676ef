// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/session.h"

#include <filesystem>

namespace bplf::cli {

Engine& Session::engine() {
    if (!engine_) {
        EngineOptions options;
        options.device = options_.device;
        options.threads = options_.threads;
        options.models_folder = models_folder();
        engine_ = make_engine(options).value_or_throw();
    }
    return *engine_;
}

ModelInfo Session::load_model(const std::string& model) {
    ModelInfo info = engine().load_model(model).value_or_throw();
    console_.detail("model " + info.name + " (" + info.system + ", " + std::to_string(info.width) + 'x' +
                    std::to_string(info.height) + 'x' + std::to_string(info.channels) + ", " +
                    std::to_string(info.parameters) + " parameters) on " + info.device);
    return info;
}

std::string models_folder() {
    namespace fs = std::filesystem;
    std::error_code problem;
    const fs::path program = fs::read_symlink("/proc/self/exe", problem).parent_path();
    for (const fs::path& folder : {program / "models", program / ".." / "share" / "bplf" / "models",
                                   fs::path(BPLF_SOURCE_MODELS)})
        if (fs::is_directory(folder, problem)) return folder.lexically_normal().string();
    return {};
}

}  // namespace bplf::cli
