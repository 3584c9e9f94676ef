// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/extra_columns.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

namespace bplf {
namespace {

/// What is written in a column: rows and texts.
using Cells = std::vector<std::pair<std::size_t, std::string_view>>;

ExtraColumn numbers_of(const Cells& cells, std::size_t rows) {
    ExtraColumn column;
    column.numbers.assign(rows, std::numeric_limits<double>::quiet_NaN());
    for (const auto& [row, text] : cells) column.numbers[row] = *number_in(text);
    return column;
}

ExtraColumn words_of(const Cells& cells, std::size_t rows) {
    ExtraColumn column;
    std::map<std::string_view, std::int32_t> places;
    for (const auto& [row, text] : cells) places.emplace(text, 0);
    for (auto& [word, place] : places) {
        place = static_cast<std::int32_t>(column.classes.size());
        column.classes.emplace_back(word);
    }
    column.words.assign(rows, -1);
    for (const auto& [row, text] : cells) column.words[row] = places.at(text);
    return column;
}

}  // namespace

std::optional<double> number_in(std::string_view text) {
    double number = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (code != std::errc() || end != text.data() + text.size() || !std::isfinite(number)) return std::nullopt;
    return number;
}

std::vector<ExtraColumn> extra_columns_of(const std::vector<const Candidate*>& rows) {
    std::map<std::string_view, Cells> by_name;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        for (const auto& [name, text] : rows[row]->columns) by_name[name].emplace_back(row, text);
    }
    std::vector<ExtraColumn> columns;
    columns.reserve(by_name.size());
    for (const auto& [name, cells] : by_name) {
        const bool numbers =
            std::ranges::all_of(cells, [](const auto& cell) { return number_in(cell.second).has_value(); });
        columns.push_back(numbers ? numbers_of(cells, rows.size()) : words_of(cells, rows.size()));
        columns.back().name = name;
    }
    return columns;
}

}  // namespace bplf
