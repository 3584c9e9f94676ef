// SPDX-License-Identifier: GPL-3.0-or-later
// Whole files, unpacked when they are gzip.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

namespace bplf {

/// The bytes of `path`; a gzip file (by its first bytes) is unpacked. Error(kInput) naming the file
/// when it cannot be read, is cut short or damaged, or unpacks to more than `limit` bytes.
std::vector<std::uint8_t> read_maybe_gzip(const std::filesystem::path& path, std::size_t limit = std::size_t{1} << 33);

/// `folder`/`name` or `folder`/`name`.gz, whichever exists; empty when neither does.
std::filesystem::path find_maybe_gzip(const std::filesystem::path& folder, const std::string& name);

}  // namespace bplf
