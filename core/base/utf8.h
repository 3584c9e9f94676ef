// SPDX-License-Identifier: GPL-3.0-or-later
// Text of unknown encoding, and text for messages.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace bplf {

/// Appends the character. Precondition: it is one, below 0x110000.
void append_utf8(std::string& text, std::uint32_t code);

/// Bytes as UTF-8: those that are none are taken for Windows-1252, as spreadsheets write it.
std::string utf8_of(std::string_view bytes);

/// Text for a message: control characters spelled out ("\x1b"), at most `limit` bytes, cut with "…".
std::string printable(std::string_view text, std::size_t limit = 80);

}  // namespace bplf
