// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/sources/file_index.h"

#include <algorithm>

#include "core/collect/sources/picture_list.h"

namespace bplf {

std::filesystem::path FileIndex::find(const std::string& written) {
    if (written.empty() || written.find('\0') != std::string::npos) return {};
    std::string plain = written;
    std::ranges::replace(plain, '\\', '/');
    std::error_code ignored;
    if (std::filesystem::is_regular_file(folder_ / plain, ignored)) return folder_ / plain;
    list();
    const std::filesystem::path path(plain);
    for (const std::string& key : {path.parent_path().filename().string() + "/" + path.filename().string(),
                                   path.filename().string(), path.stem().string()}) {
        const auto found = by_name_.find(key);
        if (found != by_name_.end() && !found->second.empty()) return found->second;
    }
    return {};
}

void FileIndex::list() {
    if (listed_) return;
    listed_ = true;
    const auto add = [&](const std::string& key, const std::filesystem::path& file) {
        const auto [entry, fresh] = by_name_.emplace(key, file);
        if (!fresh && entry->second != file) entry->second.clear();
    };
    for (const auto& file : files_below(folder_)) {
        if (!is_picture(file)) continue;
        const std::string name = file.filename().string();
        add(file.parent_path().filename().string() + "/" + name, file);
        add(name, file);
        add(file.stem().string(), file);
    }
}

}  // namespace bplf
