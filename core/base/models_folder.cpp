// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/models_folder.h"

#include <mutex>

#include "core/base/error.h"
#include "core/base/sha256.h"
#include "core/base/utf8.h"

namespace bplf {
namespace {

std::mutex preferred_mutex;
std::filesystem::path preferred_folder;
constexpr const char* kWeights = "model.safetensors";

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

std::optional<std::filesystem::path> embedded_weights(const std::string& name) {
    const auto folders = models_folders();
    for (const auto& folder : folders)
        if (auto file = folder / name / kWeights; std::filesystem::exists(file)) return file;
    if (name != "default") return std::nullopt;
    for (const auto& folder : folders)
        if (auto file = folder / kDefaultModel / kWeights; std::filesystem::exists(file)) return file;
    return std::nullopt;
}

std::optional<std::string> model_with_weights(const std::string& name, const std::string& sha256) {
    namespace fs = std::filesystem;
    std::error_code code;
    const auto has_them = [&](const fs::path& file) {
        return fs::is_regular_file(file, code) && sha256_of_file(file) == sha256;
    };
    if (has_them(name) || has_them(fs::path(name) / kWeights)) return name;
    if (const auto embedded = embedded_weights(name); embedded && has_them(*embedded)) return name;
    for (const fs::path& folder : models_folders())
        for (const auto& entry : fs::directory_iterator(folder, code))
            if (has_them(entry.path() / kWeights)) return entry.path().filename().string();
    return std::nullopt;
}

std::string model_that_drew(const std::string& name, const std::string& sha256) {
    return sha256.empty() ? name : model_with_weights(name, sha256).value_or(name);
}

std::string model_name(const std::string& asked) {
    if (asked == "default")
        if (const auto weights = embedded_weights(asked)) return utf8_of(weights->parent_path().filename().string());
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
