// SPDX-License-Identifier: GPL-3.0-or-later
// A file that grows while it is read.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace bplf {

/// Remembers how far a file was read, and notices when it is no longer the file that was read.
class FollowedFile {
  public:
    explicit FollowedFile(std::filesystem::path path) : path_(std::move(path)) {}

    const std::filesystem::path& path() const { return path_; }
    std::uint64_t offset() const { return offset_; }
    /// Whether the file was truncated, replaced (another inode) or rewritten (other bytes before
    /// the offset) since advance(). A missing file counts as replaced.
    bool was_replaced() const;
    /// Whether bytes stand behind the offset.
    bool has_more() const;
    /// Up to `limit` bytes behind the offset; empty when there are none or it cannot be read.
    std::string read_more(std::size_t limit) const;
    /// Everything before `offset` has been read.
    void advance(std::uint64_t offset);

  private:
    std::string bytes_before_offset() const;

    std::filesystem::path path_;
    std::uint64_t offset_ = 0;
    std::uint64_t device_ = 0;
    std::uint64_t inode_ = 0;
    std::string seen_;  ///< the last bytes before the offset
};

}  // namespace bplf
