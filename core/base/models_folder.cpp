// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/models_folder.h"

#include <mutex>

#include "core/base/error.h"
#include "core/base/utf8.h"

namespace bplf {
namespace {

std::mutex preferred_mutex;
std::filesystem::path preferred_folder;

}  // namespace

void prefer_models_folder(const std::filesystem::path& folder) {
    if (!folder.empty() && !std::filesystem::is_directory(folder))
        throw_input_error("There is no such folder of models.", folder.string(), "Check the path.");
    const std::scoped_lock lock(preferred_mutex);
    preferred_folder = folder;
}

std::vector<std::filesystem::path> models_folders() {
    std::vector<std::filesystem::path> folders;
    {
        const std::scoped_lock lock(preferred_mutex);
        if (!preferred_folder.empty()) folders.push_back(preferred_folder);
    }
    std::error_code code;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", code);
    if (!code) {
        folders.push_back(program.parent_path() / "models");
        folders.push_back(program.parent_path().parent_path() / "share" / "bplf" / "models");
    }
    folders.emplace_back(BPLF_SOURCE_MODELS);
    std::erase_if(folders, [](const auto& candidate) { return !std::filesystem::is_directory(candidate); });
    return folders;
}

std::string model_name(const std::string& asked) {
    const std::filesystem::path path(asked);
    const bool file = path.extension() == ".safetensors";
    if (!file && asked.find('/') == std::string::npos) return utf8_of(asked);
    if (file && path.stem() != "model") return utf8_of(path.stem().string());
    const std::filesystem::path whole = std::filesystem::absolute(path).lexically_normal();
    std::filesystem::path folder = file ? whole.parent_path() : whole;
    if (folder.filename().empty()) folder = folder.parent_path();
    return utf8_of(folder.filename().string());
}

}  // namespace bplf
