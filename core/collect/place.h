// SPDX-License-Identifier: GPL-3.0-or-later
// A file or folder that is looked at to tell what it is: listed once for all kinds of sources.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <vector>

#include "core/io/table.h"

namespace bplf {

/// Not thread-safe: lists and reads headers when first asked.
class Place {
  public:
    struct HeadedTable {
        std::filesystem::path file;
        TableHeader header;
    };

    explicit Place(std::filesystem::path path) : path_(std::move(path)) {}

    const std::filesystem::path& path() const { return path_; }
    bool is_file() const;
    /// All files at most 6 folders down, sorted, hidden ones left out; the file itself where it is one.
    const std::vector<std::filesystem::path>& files() const;
    /// How many of them fulfil the condition.
    std::int64_t count(const std::function<bool(const std::filesystem::path&)>& speaks) const;
    /// The first tables among them (.csv, .tsv; at most 16) with their first rows. Those that cannot be read are not
    /// among them.
    const std::vector<HeadedTable>& tables() const;

  private:
    std::filesystem::path path_;
    mutable std::vector<std::filesystem::path> files_;
    mutable std::vector<HeadedTable> tables_;
    mutable bool listed_ = false, read_ = false;
};

}  // namespace bplf
