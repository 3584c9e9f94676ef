// SPDX-License-Identifier: GPL-3.0-or-later
// Files that appear complete or not at all.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string_view>

namespace bplf {

/// A file under a temporary name beside its final one. `commit()` flushes it to disk (fsync) and renames it into place;
/// without commit the destructor removes it, and after a kill the next process that writes into the folder does (it is
/// locked while somebody writes). A link is written through, to what it points to. Not thread-safe.
/// Errors: Error(kUsage) where the name is a pipe's or a device's; Error(kResource) naming the path when the folder is
/// not writable or the disk is full.
class AtomicFile {
  public:
    explicit AtomicFile(std::filesystem::path path);
    ~AtomicFile();
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;

    void write(std::span<const std::byte> bytes);
    void write(std::string_view text);
    void commit();
    /// Where the bytes are until commit(): for libraries that insist on opening a path themselves.
    const std::filesystem::path& temporary_path() const { return temporary_; }

  private:
    std::filesystem::path path_;
    std::filesystem::path temporary_;
    int descriptor_ = -1;
};

/// Writes the whole file at once through AtomicFile.
void write_file(const std::filesystem::path& path, std::string_view content);

/// Reads a whole file. Error(kInput) when it is missing, unreadable, or larger than `limit` bytes.
std::string read_file(const std::filesystem::path& path, std::size_t limit = std::size_t{1} << 32);

/// Refuses an existing output unless `force`: Error(kUsage) naming it and --force.
void refuse_existing(const std::filesystem::path& path, bool force);

}  // namespace bplf
