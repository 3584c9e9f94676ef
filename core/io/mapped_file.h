// SPDX-License-Identifier: GPL-3.0-or-later
// A whole file as memory, without reading it first.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

namespace bplf {

/// A private copy-on-write map of a file: writing through a view never crashes and never reaches
/// the file. Replacing the file by rename leaves the map valid; truncating it in place does not
/// (writers of this program always rename). An empty file maps to an empty span. Errors:
/// Error(kInput) when the path is missing, a folder, or cannot be mapped.
class MappedFile {
  public:
    explicit MappedFile(const std::filesystem::path& path);
    ~MappedFile();
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;

    std::span<const std::byte> bytes() const { return {data_, size_}; }

  private:
    std::byte* data_ = nullptr;
    std::size_t size_ = 0;
};

}  // namespace bplf
