// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes put aside on the disk while a data set is built, so that memory does not grow with its pictures.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>

namespace bplf {

/// A file without a name, gone with the object or the process. One thread appends, any may read what was appended.
class Spool {
  public:
    /// In this folder. Error(kResource) when no file can be made there.
    explicit Spool(std::filesystem::path folder);
    ~Spool();
    Spool(const Spool&) = delete;
    Spool& operator=(const Spool&) = delete;

    /// Where the bytes lie now. Error(kResource) when the disk is full.
    std::int64_t append(std::span<const std::uint8_t> bytes);
    /// Error(kResource) when they cannot be read.
    void read(std::int64_t at, std::span<std::uint8_t> out) const;

  private:
    [[noreturn]] void fail(int code) const;

    std::filesystem::path folder_;
    int descriptor_ = -1;
    std::int64_t size_ = 0;
};

}  // namespace bplf
