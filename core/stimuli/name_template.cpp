// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stimuli/name_template.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <regex>

#include "core/base/error.h"
#include "core/base/file_ending.h"
#include "core/base/letter_case.h"

namespace bplf::stimuli {
namespace {

constexpr const char* kHint =
    "Fields are {emotion}, {identity}, {level}, {orientation} and {number}, as in "
    "{emotion}_{identity}_{level:03d}.png.";

std::string file_safe(const std::string& text) {
    std::string word = text;
    for (char& c : word) {
        const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '+' || c == '.' ||
                           c == '_' || (static_cast<unsigned char>(c) & 0x80U) != 0;
        if (!plain) c = '_';
    }
    return word;
}

std::string padded(int value, int width, bool zeros) {
    const std::string digits = std::to_string(value);
    const auto missing = std::max<std::ptrdiff_t>(0, width - static_cast<std::ptrdiff_t>(digits.size()));
    return std::string(static_cast<std::size_t>(missing), zeros ? '0' : '_') + digits;
}

/// What tells two pictures apart and is not in the template.
std::string missing_field(const NameTemplate& names, const NameFields& a, const NameFields& b) {
    if (a.emotion != b.emotion && !names.has("emotion")) return "{emotion}";
    if (a.level != b.level && !names.has("level")) return "{level}";
    if (a.identity != b.identity && !names.has("identity")) return "{identity}";
    if (a.orientation != b.orientation && !names.has("orientation")) return "{orientation}";
    return {};
}

}  // namespace

NameTemplate::Field NameTemplate::field_of(const std::string& text, const std::string& where) {
    static const std::regex pattern("(emotion|identity|orientation|level|number)(:(0?)([0-9]{0,2})d)?");
    std::smatch found;
    const bool is_field = std::regex_match(text, found, pattern);
    const bool is_number = is_field && (found[1] == "level" || found[1] == "number");
    if (!is_field || (found[2].matched && !is_number))
        throw_input_error("The name template has no field \"{" + text + "}\".", where, kHint);
    return {found[1], found[4].length() > 0 ? std::stoi(found[4]) : 0, found[3].length() > 0};
}

NameTemplate::NameTemplate(const std::string& text, const std::string& where) {
    if (lower_ending(text) != ".png" || text.find('/') != std::string::npos || text.find('\\') != std::string::npos ||
        text.starts_with('.'))
        throw_input_error("The name template \"" + text + "\" is no name of a PNG file.", where, kHint);
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t open = text.find('{', at);
        parts_.emplace_back(text.substr(at, open - at));
        if (open == std::string::npos) break;
        const std::size_t close = text.find('}', open);
        if (close == std::string::npos)
            throw_input_error("The name template opens a brace and does not close it.", where, kHint);
        parts_.emplace_back(field_of(text.substr(open + 1, close - open - 1), where));
        at = close + 1;
    }
}

bool NameTemplate::has(const std::string& field) const {
    return std::ranges::any_of(parts_, [&](const auto& part) {
        const Field* named = std::get_if<Field>(&part);
        return named && (named->name == field || named->name == "number");
    });
}

std::string NameTemplate::name(const NameFields& fields) const {
    std::string name;
    for (const auto& part : parts_) {
        if (const auto* text = std::get_if<std::string>(&part)) {
            name += *text;
            continue;
        }
        const Field& field = std::get<Field>(part);
        if (field.name == "level" || field.name == "number")
            name += padded(field.name == "level" ? fields.level : fields.number, field.width, field.zeros);
        else
            name += file_safe(field.name == "emotion"    ? fields.emotion
                              : field.name == "identity" ? fields.identity
                                                         : fields.orientation);
    }
    return name;
}

std::vector<std::string> all_names(const NameTemplate& names, const std::vector<NameFields>& pictures,
                                   const std::string& where) {
    std::map<std::string, std::size_t> taken;
    std::vector<std::string> result;
    for (std::size_t i = 0; i < pictures.size(); ++i) {
        result.push_back(names.name(pictures[i]));
        const auto [place, is_new] = taken.try_emplace(lower_case(result.back()), i);
        if (is_new) continue;
        const std::string field = missing_field(names, pictures[place->second], pictures[i]);
        throw_input_error("Two pictures would be called \"" + result.back() + "\".", where,
                          field.empty() ? "Give identities and expressions names that differ in more than their signs."
                                        : "The name template needs " + field + '.');
    }
    return result;
}

}  // namespace bplf::stimuli
