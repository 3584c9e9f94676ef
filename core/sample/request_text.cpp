// SPDX-License-Identifier: GPL-3.0-or-later
// Splitting, quoting and exact numbers for requests.
#include "core/sample/request_text.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <utility>

#include "core/base/error.h"

namespace bplf::text {
namespace {

constexpr std::array<std::pair<const char*, Path>, 2> kPaths{{{"slerp", Path::kSlerp}, {"linear", Path::kLinear}}};
constexpr std::array<std::pair<const char*, Easing>, 5> kEasings{{{"linear", Easing::kLinear},
                                                                  {"ease-in", Easing::kEaseIn},
                                                                  {"ease-out", Easing::kEaseOut},
                                                                  {"ease-in-out", Easing::kEaseInOut},
                                                                  {"hold", Easing::kHold}}};

template <typename Table, typename Value>
std::string name_of(const Table& table, Value value) {
    for (const auto& [name, candidate] : table)
        if (candidate == value) return name;
    return {};
}

template <typename Table>
auto value_of(const Table& table, const std::string& word, const std::string& where) {
    std::string known;
    for (const auto& [name, value] : table) {
        if (word == name) return value;
        known += (known.empty() ? "" : ", ") + std::string(name);
    }
    throw_usage_error("Unknown word \"" + word + "\".", where, "Use one of: " + known + ".");
}

}  // namespace

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts(1);
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\' && i + 1 < text.size()) {
            parts.back() += text[i++];
            parts.back() += text[i];
        } else if (text[i] == separator) {
            parts.emplace_back();
        } else {
            parts.back() += text[i];
        }
    }
    return parts;
}

std::string escape(const std::string& text, std::string_view special) {
    std::string result;
    for (const char c : text) {
        if (c == '\\' || special.find(c) != std::string_view::npos) result += '\\';
        result += c;
    }
    return result;
}

std::string unescape(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\' && i + 1 < text.size()) ++i;
        result += text[i];
    }
    return result;
}

std::string trim(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    const auto last = text.find_last_not_of(" \t");
    return std::string(text.substr(first, last - first + 1));
}

std::string format_number(double value) {
    std::array<char, 32> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
    return {buffer.data(), end};
}

double parse_number(const std::string& text, const std::string& where) {
    double value = 0;
    const std::string word = trim(text);
    const char* last = word.data() + word.size();
    const auto [end, error] = std::from_chars(word.data(), last, value);
    if (error != std::errc() || end != last || word.empty() || !std::isfinite(value))
        throw_usage_error("\"" + text + "\" is not a number.", where, "Write it like 0.5.");
    return value;
}

std::string join_numbers(const std::vector<double>& values) {
    std::string result;
    for (const double value : values) result += (result.empty() ? "" : ",") + format_number(value);
    return result;
}

std::vector<double> parse_numbers(const std::string& text, const std::string& where) {
    std::vector<double> values;
    for (const std::string& part : split(text, ',')) values.push_back(parse_number(part, where));
    return values;
}

void check_source(const std::string& source, const std::string& where) {
    const std::size_t colon = source.find(':');
    const std::string kind = source.substr(0, colon);
    const std::string rest = colon == std::string::npos ? "" : source.substr(colon + 1);
    std::uint64_t seed = 0;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), seed);
    const bool whole = error == std::errc() && end == rest.data() + rest.size();
    if ((kind == "seed" && whole) || ((kind == "latent" || kind == "photo") && !rest.empty())) return;
    throw_usage_error("\"" + source + "\" is not the source of a morph key.", where,
                      "Use seed:N, latent:FILE or photo:FILE.");
}

std::string path_name(Path path) {
    return name_of(kPaths, path);
}
Path path_from_name(const std::string& name, const std::string& where) {
    return value_of(kPaths, name, where);
}
std::string easing_name(Easing easing) {
    return name_of(kEasings, easing);
}
Easing easing_from_name(const std::string& name, const std::string& where) {
    return value_of(kEasings, name, where);
}

}  // namespace bplf::text
