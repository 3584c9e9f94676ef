// SPDX-License-Identifier: GPL-3.0-or-later
// Parsing and printing seeds without locale.
#include "ui/kit/seed_text.h"

#include <charconv>
#include <random>

namespace bplf::ui {

std::optional<std::uint64_t> parseSeed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\n')) text.remove_suffix(1);
    int base = 10;
    if (text.starts_with("0x") || text.starts_with("0X")) {
        base = 16;
        text.remove_prefix(2);
    }
    std::uint64_t seed = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seed, base);
    if (error != std::errc() || text.empty() || end != text.data() + text.size()) return std::nullopt;
    return seed;
}

std::string formatSeed(std::uint64_t seed, bool hexadecimal) {
    char buffer[24];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, seed, hexadecimal ? 16 : 10).ptr;
    return (hexadecimal ? "0x" : "") + std::string(buffer, end);
}

std::uint64_t randomSeed() {
    std::random_device device;
    return std::uniform_int_distribution<std::uint64_t>(1, 999'999'999)(device);
}

}  // namespace bplf::ui
