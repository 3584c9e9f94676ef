// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/console.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <string_view>

#include "core/base/error.h"
#include "core/base/utf8.h"

namespace bplf::cli {
namespace {

/// What files say and are called reaches the terminal as text, never as its commands.
std::string shown(std::string_view text) {
    std::string result;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of("\n\t"), text.size());
        result += printable(text.substr(0, end), std::string::npos);
        if (end < text.size()) result += text[end];
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return result;
}

}  // namespace

void Console::result(const nlohmann::ordered_json& object, const std::string& text) const {
    std::string output = shown(text);
    if (options_.json) {
        nlohmann::ordered_json whole{{"ok", true}};
        whole.update(object);
        output = whole.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    }
    if (output.empty()) return;
    if (output.back() != '\n') output += '\n';
    std::fputs(output.c_str(), stdout);
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0)
        throw Error(ErrorKind::kResource, "The result could not be written.", "standard output", "Is the disk full?");
}

void Console::note(const std::string& text) const {
    if (!options_.quiet) std::fprintf(stderr, "%s\n", shown(text).c_str());
}

void Console::detail(const std::string& text) const {
    if (options_.verbosity > 0 && !options_.quiet) std::fprintf(stderr, "%s\n", shown(text).c_str());
}

void Console::warn(const std::string& text) const {
    std::fprintf(stderr, "warning: %s\n", shown(text).c_str());
}

std::string duration_text(double seconds) {
    if (seconds < 60) return fixed(seconds, seconds < 10 ? 2 : 1) + " s";
    const long long whole = std::llround(seconds);
    const auto two = [](long long value) { return (value < 10 ? "0" : "") + std::to_string(value); };
    if (whole < 3600) return std::to_string(whole / 60) + " min " + two(whole % 60) + " s";
    return std::to_string(whole / 3600) + " h " + two(whole % 3600 / 60) + " min";
}

std::string bytes_text(double bytes) {
    const std::array<const char*, 5> units{" B", " kB", " MB", " GB", " TB"};
    std::size_t unit = 0;
    for (; bytes >= 1000 && unit + 1 < units.size(); ++unit) bytes /= 1000;
    return fixed(bytes, unit == 0 ? 0 : 1) + units[unit];
}

}  // namespace bplf::cli
