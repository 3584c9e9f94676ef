// SPDX-License-Identifier: GPL-3.0-or-later
// The maps of files that are alive, for the signal that tells of a cut one (internal to core/io).
#pragma once

#include <cstddef>
#include <filesystem>

namespace bplf {

/// Remembers a map until forget_map(); takes over `descriptor`, which stays open until then.
void remember_map(const std::byte* data, std::size_t size, int descriptor, const std::filesystem::path& path);
void forget_map(const std::byte* data);

}  // namespace bplf
