// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>
#include <optional>

#include "core/base/error.h"
#include "core/io/curves.h"
#include "core/io/tfevents.h"

namespace bplf {
namespace {

namespace fs = std::filesystem;

std::optional<RunKind> kind_of(const fs::path& file) {
    if (is_event_file_name(file.filename().string())) return RunKind::kEvents;
    const auto extension = (file.extension() == ".gz" ? file.stem() : file).extension();
    if (extension == ".csv" || extension == ".tsv") return RunKind::kCsv;
    if (extension == ".jsonl" || extension == ".ndjson") return RunKind::kJsonl;
    return std::nullopt;
}

std::string own_name(const fs::path& path) {
    const fs::path plain = fs::weakly_canonical(path);
    return plain.filename().empty() ? plain.string() : plain.filename().string();
}

/// What one folder holds.
struct FolderLogs {
    bool has_events = false;
    std::vector<std::pair<fs::path, RunKind>> others;
};

/// Logs by folder; hidden folders and what may not be read are passed over.
std::map<fs::path, FolderLogs> scan(const fs::path& root) {
    std::map<fs::path, FolderLogs> folders;
    std::error_code code;
    auto entry = fs::recursive_directory_iterator(root, fs::directory_options::skip_permission_denied, code);
    for (; !code && entry != fs::recursive_directory_iterator(); entry.increment(code)) {
        std::error_code ignored;
        const fs::path& path = entry->path();
        if (path.filename().string().starts_with('.')) {
            if (entry->is_directory(ignored)) entry.disable_recursion_pending();
            continue;
        }
        const auto kind = entry->is_regular_file(ignored) ? kind_of(path) : std::nullopt;
        if (!kind) continue;
        FolderLogs& logs = folders[path.parent_path()];
        if (*kind == RunKind::kEvents) {
            logs.has_events = true;
        } else {
            logs.others.emplace_back(path, *kind);
        }
    }
    return folders;
}

std::string name_below(const fs::path& path, const fs::path& root) {
    const fs::path relative = path.lexically_relative(root);
    return relative.empty() || relative == "." ? own_name(root) : relative.generic_string();
}

std::vector<RunSource> runs_in_folder(const fs::path& root) {
    std::vector<RunSource> runs;
    const std::map<fs::path, FolderLogs> folders = scan(root);
    const auto has_events = [&](const fs::path& folder) {
        const auto found = folders.find(folder);
        return found != folders.end() && found->second.has_events;
    };
    for (const auto& [folder, logs] : folders) {
        // Hyperparameters beside a run's own log are part of the run.
        if (is_time_folder_name(folder.filename().string()) && has_events(folder.parent_path())) continue;
        if (logs.has_events) {
            runs.push_back({name_below(folder, root), folder, RunKind::kEvents});
            continue;
        }
        const bool is_only = logs.others.size() == 1;
        for (const auto& [file, kind] : logs.others)
            runs.push_back({name_below(is_only ? folder : file, root), file, kind});
    }
    std::sort(runs.begin(), runs.end(), [](const RunSource& a, const RunSource& b) { return a.name < b.name; });
    return runs;
}

}  // namespace

std::vector<RunSource> find_runs(const fs::path& path) {
    std::error_code code;
    if (!fs::exists(path, code)) throw_input_error("does not exist.", path.string(), "Check the path.");
    std::vector<RunSource> runs;
    if (fs::is_directory(path, code)) {
        runs = runs_in_folder(path);
    } else if (const auto kind = kind_of(path)) {
        const bool events = *kind == RunKind::kEvents;
        const fs::path named = events ? fs::absolute(path).parent_path() : path;
        runs.push_back({own_name(named), path, *kind});
    }
    if (runs.empty()) {
        throw_input_error("holds no training log.", path.string(),
                          "Give a folder with TensorBoard event files, or a .csv or .jsonl file.");
    }
    return runs;
}

}  // namespace bplf
