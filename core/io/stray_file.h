// SPDX-License-Identifier: GPL-3.0-or-later
// What lies there instead of the file that was meant: a pointer, a web page, an archive.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace bplf {

/// Such a file: the end of a sentence that starts with its name, and what to do about it.
struct StrayFile {
    std::string problem;
    std::string hint;
};

/// Told by its first bytes (128 are enough): a Git LFS pointer or a saved web page. Nothing for other content.
std::optional<StrayFile> stray_content(std::string_view head);

/// Told by first bytes and name: an archive, packed as it was downloaded, or a Parquet table. Nothing for folders and
/// other files.
std::optional<StrayFile> packed_archive(const std::filesystem::path& file);

}  // namespace bplf
