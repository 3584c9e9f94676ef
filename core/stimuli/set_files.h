// SPDX-License-Identifier: GPL-3.0-or-later
// What lies in a set's folder.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace bplf::stimuli {

/// Hash and name of every other file, as `sha256sum --check` reads them.
inline constexpr const char* kHashesFile = "SHA256SUMS";

/// Every file below the folder but kHashesFile and what is for the work alone, sorted; with '/'.
std::vector<std::string> files_in(const std::filesystem::path& folder);
/// SHA-256 of a file that holds this text, as kHashesFile says it.
std::string hash_of(const std::string& text);
/// File names with their hashes, of a set's kHashesFile. Error(kInput) for a line that is none.
std::map<std::string, std::string> read_hashes(const std::filesystem::path& folder);
/// What kHashesFile says of them.
std::string hashes_text(const std::map<std::string, std::string>& hashes);

}  // namespace bplf::stimuli
