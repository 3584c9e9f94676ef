// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/place.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/base/file_ending.h"
#include "core/collect/sources/picture_list.h"

namespace bplf {
namespace {

constexpr int kDepth = 6;
constexpr std::size_t kMostTables = 16;

}  // namespace

bool Place::is_file() const {
    std::error_code ignored;
    return std::filesystem::is_regular_file(path_, ignored);
}

const std::vector<std::filesystem::path>& Place::files() const {
    if (listed_) return files_;
    listed_ = true;
    files_ = is_file() ? std::vector{path_} : files_below(path_, kDepth);
    return files_;
}

std::int64_t Place::count(const std::function<bool(const std::filesystem::path&)>& speaks) const {
    return std::ranges::count_if(files(), speaks);
}

const std::vector<Place::HeadedTable>& Place::tables() const {
    if (read_) return tables_;
    read_ = true;
    for (const auto& file : files()) {
        const std::string ending = lower_ending(file);
        if (ending != ".csv" && ending != ".tsv") continue;
        try {
            Table table(file);
            if (TableRow row; table.next(row)) tables_.push_back({file, TableHeader(std::move(row.cells))});
        } catch (const Error&) {  // what it looks like is told by the rest
            continue;
        }
        if (tables_.size() == kMostTables) break;
    }
    return tables_;
}

}  // namespace bplf
