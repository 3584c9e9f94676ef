// SPDX-License-Identifier: GPL-3.0-or-later
// Where the files lie that a list names.
#pragma once

#include <filesystem>
#include <string>
#include <unordered_map>

namespace bplf {

/// Finds files by what lists write: a path from the list's folder, else the end of a path, a name or a name without its
/// ending that only one picture below the folder has. Lists the folder once, when first needed. Not thread-safe.
class FileIndex {
  public:
    explicit FileIndex(std::filesystem::path folder) : folder_(std::move(folder)) {}
    /// Empty when there is no such file, or more than one.
    std::filesystem::path find(const std::string& written);

  private:
    void list();

    std::filesystem::path folder_;
    bool listed_ = false;
    std::unordered_map<std::string, std::filesystem::path> by_name_;  ///< an empty path: several have the name
};

}  // namespace bplf
