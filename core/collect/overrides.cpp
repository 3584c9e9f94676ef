// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/overrides.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/io/table.h"

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

[[noreturn]] void refuse(const Table& table, std::int64_t line, const std::string& what) {
    throw_input_error(
        what, table.where(line),
        "Lines read HASH,exclude, or HASH,keep, or HASH,relabel,LABEL under the header " + std::string(kHeader) + ".");
}

std::pair<std::string, Override> parse(const TableRow& row, const Table& table) {
    if (row.cells.size() < 3) refuse(table, row.line, "The line has no three columns.");
    const std::string &hash = row.cells[0], &word = row.cells[1];
    if (!is_hash(hash)) {
        refuse(table, row.line, "\"" + printable(hash) + "\" is no SHA-256 of 64 lower-case digits.");
    }
    const auto action = override_action_from_name(word);
    if (!action) refuse(table, row.line, "\"" + printable(word) + "\" is none of exclude, keep, relabel.");
    Override decision{*action, row.cells[2]};
    // Labels with commas were not always quoted.
    if (row.cells.size() > 3) decision.label = row.text.substr(row.text.find(',', row.text.find(',') + 1) + 1);
    if (!is_complete(decision)) {
        refuse(table, row.line, decision.label.empty() ? "The new label is missing." : "Only relabel has a label.");
    }
    return {hash, std::move(decision)};
}

/// A cell as split_cells() reads it back.
std::string quoted(const std::string& text) {
    if (text.find_first_of(",\"") == std::string::npos && text == std::string(split_cells(text, ',').front()))
        return text;
    std::string result = "\"";
    for (const char c : text) result += c == '"' ? "\"\"" : std::string(1, c);
    return result + "\"";
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
    Table table(file);
    TableRow row;
    if (!table.next(row) || row.cells != split_cells(kHeader, ',')) refuse(table, 1, "is no list of overrides.");
    while (table.next(row)) {
        auto [hash, decision] = parse(row, table);
        if (!overrides.map_.emplace(hash, std::move(decision)).second) {
            refuse(table, row.line, "The image " + hash + " comes twice.");
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
        text += hash + "," + std::string(override_action_name(decision.action)) + "," + quoted(decision.label) + "\n";
    }
    return text;
}

}  // namespace bplf
