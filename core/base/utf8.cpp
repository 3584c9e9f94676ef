// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/utf8.h"

#include <algorithm>
#include <array>

namespace bplf {
namespace {

/// Length of the UTF-8 character at the front; 0 when there is none.
std::size_t utf8_length(std::string_view text) {
    const auto first = static_cast<unsigned char>(text.front());
    if (first < 0x80) return 1;
    if (first < 0xC2 || first > 0xF4) return 0;
    const std::size_t length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (text.size() < length) return 0;
    for (std::size_t i = 1; i < length; ++i) {
        if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) return 0;
    }
    const auto second = static_cast<unsigned char>(text[1]);
    const bool overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
    const bool beyond = (first == 0xED && second > 0x9F) || (first == 0xF4 && second > 0x8F);
    return overlong || beyond ? 0 : length;
}

/// Windows-1252 from 0x80 to 0x9F; elsewhere its codes are Unicode's.
constexpr std::array<std::uint16_t, 32> kWindows1252{0x20AC, 0x81,   0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021,
                                                     0x2C6,  0x2030, 0x160,  0x2039, 0x152,  0x8D,   0x17D,  0x8F,
                                                     0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                     0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0x9D,   0x17E,  0x178};

}  // namespace

void append_utf8(std::string& text, std::uint32_t code) {
    const auto byte = [&](std::uint32_t value) { text += static_cast<char>(value); };
    if (code < 0x80) return byte(code);
    if (code < 0x800) {
        byte(0xC0 | code >> 6);
    } else if (code < 0x10000) {
        byte(0xE0 | code >> 12);
        byte(0x80 | (code >> 6 & 0x3F));
    } else {
        byte(0xF0 | code >> 18);
        byte(0x80 | (code >> 12 & 0x3F));
        byte(0x80 | (code >> 6 & 0x3F));
    }
    byte(0x80 | (code & 0x3F));
}

std::string utf8_of(std::string_view bytes) {
    bool valid = true;
    for (std::size_t at = 0; valid && at < bytes.size();) {
        const std::size_t length = utf8_length(bytes.substr(at));
        valid = length > 0;
        at += length;
    }
    if (valid) return std::string(bytes);
    std::string text;
    for (const char c : bytes) {
        const auto code = static_cast<unsigned char>(c);
        append_utf8(text, code >= 0x80 && code < 0xA0 ? kWindows1252[code - 0x80u] : code);
    }
    return text;
}

std::string printable(std::string_view text, std::size_t limit) {
    std::size_t end = std::min(limit, text.size());
    // A character cut in half would make all of the text look like another encoding.
    while (end > 0 && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    std::string result;
    const std::string shown = utf8_of(text.substr(0, end));
    for (std::size_t i = 0; i < shown.size(); ++i) {
        const auto code = static_cast<unsigned char>(shown[i]);
        const auto next = static_cast<unsigned char>(i + 1 < shown.size() ? shown[i + 1] : 0);
        const bool second_set = code == 0xC2 && next < 0xA0;  // U+0080 to U+009F: terminals obey these as well
        if (code >= 0x20 && code != 0x7F && !second_set) {
            result += shown[i];
            continue;
        }
        constexpr std::string_view kDigits = "0123456789abcdef";
        const unsigned char spelled = second_set ? next : code;
        result += {'\\', 'x', kDigits[spelled >> 4], kDigits[spelled & 15u]};
        if (second_set) ++i;
    }
    return text.size() > limit ? result + "…" : result;
}

}  // namespace bplf
