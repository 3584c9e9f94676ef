// SPDX-License-Identifier: GPL-3.0-or-later
// 64-bit seeds as people type them. GUI-free.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bplf::ui {

/// "42", "0x2a" or "  42 " to a seed; nothing when it is not a whole number of 0 to 2^64 - 1.
std::optional<std::uint64_t> parseSeed(std::string_view text);
std::string formatSeed(std::uint64_t seed, bool hexadecimal);
/// A seed from the system's entropy; below 10^9, so that it can be read aloud.
std::uint64_t randomSeed();

}  // namespace bplf::ui
