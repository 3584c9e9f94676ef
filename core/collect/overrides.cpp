// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/overrides.h"

#include <algorithm>
#include <array>
#include <sstream>
#include <utility>

#include "core/base/atomic_file.h"
#include "core/base/error.h"

namespace bplf {
namespace {

constexpr const char* kHeader = "pixel_sha256,action,label";
constexpr std::array<std::string_view, 3> kNames{"exclude", "keep", "relabel"};

bool is_hash(std::string_view text) {
    return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

bool is_complete(const Override& decision) {
    return (decision.action == OverrideAction::kRelabel) != decision.label.empty() &&
           decision.label.find_first_of("\r\n") == std::string::npos;
}

[[noreturn]] void refuse(const std::filesystem::path& file, std::size_t line, const std::string& what) {
    throw_input_error(
        what, file.string() + ", line " + std::to_string(line),
        "Lines read HASH,exclude, or HASH,keep, or HASH,relabel,LABEL under the header " + std::string(kHeader) + ".");
}

std::pair<std::string, Override> parse(const std::string& text, const std::filesystem::path& file, std::size_t line) {
    const auto first = text.find(',');
    const auto second = first == std::string::npos ? first : text.find(',', first + 1);
    if (second == std::string::npos) refuse(file, line, "The line has no three columns.");
    std::string hash = text.substr(0, first);
    const std::string word = text.substr(first + 1, second - first - 1);
    if (!is_hash(hash)) refuse(file, line, "\"" + hash + "\" is no SHA-256 of 64 lower-case digits.");
    const auto action = override_action_from_name(word);
    if (!action) refuse(file, line, "\"" + word + "\" is none of exclude, keep, relabel.");
    Override decision{*action, text.substr(second + 1)};
    if (!is_complete(decision)) {
        refuse(file, line, decision.label.empty() ? "The new label is missing." : "Only relabel has a label.");
    }
    return {std::move(hash), std::move(decision)};
}

}  // namespace

std::string_view override_action_name(OverrideAction action) {
    return kNames.at(static_cast<std::size_t>(action));
}

std::optional<OverrideAction> override_action_from_name(std::string_view name) {
    const auto found = std::find(kNames.begin(), kNames.end(), name);
    if (found == kNames.end()) return std::nullopt;
    return static_cast<OverrideAction>(found - kNames.begin());
}

Overrides Overrides::read(const std::filesystem::path& file) {
    Overrides overrides;
    if (!std::filesystem::exists(file)) return overrides;
    std::istringstream lines(read_file(file, std::size_t{1} << 28));
    std::string text;
    for (std::size_t line = 1; std::getline(lines, text); ++line) {
        if (text.ends_with('\r')) text.pop_back();
        if (line == 1) {
            if (text != kHeader) refuse(file, line, "is no list of overrides.");
            continue;
        }
        if (text.empty()) continue;
        auto [hash, decision] = parse(text, file, line);
        if (!overrides.map_.emplace(hash, std::move(decision)).second) {
            refuse(file, line, "The image " + hash + " comes twice.");
        }
    }
    return overrides;
}

void Overrides::write(const std::filesystem::path& file) const {
    if (!empty()) return write_file(file, csv());
    std::error_code code;
    std::filesystem::remove(file, code);
    if (!code) return;
    throw Error(ErrorKind::kResource, "cannot be removed: " + code.message() + ".", file.string(),
                "Make the folder writable.");
}

void Overrides::set(const std::string& hash, Override decision) {
    BPLF_CHECK(is_hash(hash), "an override names an image by its SHA-256, not by \"" + hash + "\"");
    BPLF_CHECK(is_complete(decision), "a label goes with relabel, and with nothing else");
    map_[hash] = std::move(decision);
}

const Override* Overrides::find(const std::string& hash) const {
    const auto found = map_.find(hash);
    return found == map_.end() ? nullptr : &found->second;
}

std::string Overrides::csv() const {
    std::string text = std::string(kHeader) + "\n";
    for (const auto& [hash, decision] : map_) {
        text += hash + "," + std::string(override_action_name(decision.action)) + "," + decision.label + "\n";
    }
    return text;
}

}  // namespace bplf
