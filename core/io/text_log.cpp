// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/text_log.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>

#include "core/base/letter_case.h"

namespace bplf {
namespace {

/// A longer line is no row of numbers, and must not be searched again with every block.
constexpr std::size_t kLineLimit = std::size_t{1} << 20;

constexpr std::array<std::string_view, 8> kStepNames{"step",       "globalstep", "steps", "iteration",
                                                     "iterations", "iter",       "epoch", "epochs"};
constexpr std::array<std::string_view, 3> kWallTimeNames{"walltime", "timestamp", "unixtime"};

/// "trainer/Global_Step" and "global step" are the same word: "globalstep".
std::string plain_name(std::string_view name) {
    const auto slash = name.rfind('/');
    if (slash != name.npos) name = name.substr(slash + 1);
    std::string plain;
    for (const char c : name) {
        if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
            plain += lower_letter(c);
        }
    }
    return plain;
}

bool is_wall_time(std::string_view name) {
    const std::string plain = plain_name(name);
    return std::find(kWallTimeNames.begin(), kWallTimeNames.end(), plain) != kWallTimeNames.end();
}

/// 0 for the best name of a step, larger for worse ones, the end for none.
std::size_t step_rank(std::string_view name) {
    const auto found = std::find(kStepNames.begin(), kStepNames.end(), plain_name(name));
    return static_cast<std::size_t>(found - kStepNames.begin());
}

bool is_whole(double value) {
    return std::abs(value) < 9e15 && value == std::floor(value);
}

}  // namespace

std::optional<double> parse_log_number(std::string_view text, bool decimal_comma) {
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front())) != 0) text.remove_prefix(1);
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back())) != 0) text.remove_suffix(1);
    if (text.starts_with('+') && text.size() > 1 && text[1] != '-') text.remove_prefix(1);
    std::string plain(text);
    if (decimal_comma) std::replace(plain.begin(), plain.end(), ',', '.');
    double value = 0;
    const auto [end, code] = std::from_chars(plain.data(), plain.data() + plain.size(), value);
    if (plain.empty() || end != plain.data() + plain.size()) return std::nullopt;
    if (code == std::errc::result_out_of_range) return std::nullopt;
    return code == std::errc() ? std::optional(value) : std::nullopt;
}

void TextLog::complain(const std::string& what) {
    if (problem_.empty()) problem_ = "line " + std::to_string(line_) + " " + what;
}

void TextLog::feed(std::string_view appended, SeriesStore& store) {
    if (appended.empty()) return;
    store.remove_tentative();
    rest_ += appended;
    std::string_view text = rest_;
    for (auto end = text.find('\n'); end != text.npos; end = text.find('\n')) {
        ++line_;
        if (!overlong_) take_line(text.substr(0, end), store, false);
        overlong_ = false;
        text.remove_prefix(end + 1);
    }
    rest_ = std::string(text);
    if (rest_.size() > kLineLimit) {
        ++line_;
        complain("is too long for a row of numbers");
        --line_;
        overlong_ = true;
    }
    if (overlong_) rest_.clear();
    if (!rest_.empty()) take_line(rest_, store, true);
}

void TextLog::take_line(std::string_view line, SeriesStore& store, bool tentative) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.starts_with("\xef\xbb\xbf")) line.remove_prefix(3);
    if (line.empty() || line.starts_with('#')) return;
    const auto row = parse(line, tentative);
    if (row) add_row(*row, store, tentative);
}

void TextLog::remember_columns(const std::vector<TextField>& row) {
    for (const TextField& field : row) {
        if (known_columns_.insert(field.name).second) columns_.push_back(field.name);
    }
}

const TextField* TextLog::find_x(const std::vector<TextField>& row) const {
    if (!x_column_.empty()) {
        const auto found =
            std::find_if(row.begin(), row.end(), [&](const TextField& field) { return field.name == x_column_; });
        return found == row.end() ? nullptr : &*found;
    }
    const TextField* best = nullptr;
    for (const TextField& field : row) {
        const std::size_t rank = step_rank(field.name);
        if (rank < kStepNames.size() && (best == nullptr || rank < step_rank(best->name))) best = &field;
    }
    return best;
}

void TextLog::add_row(const std::vector<TextField>& row, SeriesStore& store, bool tentative) {
    if (row.empty()) return;
    if (!tentative) remember_columns(row);
    const TextField* x = find_x(row);
    if (x == nullptr && !x_column_.empty() && !missing_x_ && !tentative) {
        missing_x_ = true;
        complain("has no number in the column \"" + x_column_ + "\"; its row number is used");
    }
    ScalarPoint point;
    point.x = x != nullptr ? x->value : static_cast<double>(row_);
    point.step = x != nullptr && is_whole(x->value) ? static_cast<std::int64_t>(x->value) : row_;
    for (const TextField& field : row) {
        if (is_wall_time(field.name)) point.wall_time = field.value;
    }
    // Only steps have an order of their own; a column somebody chose may fall for good reasons.
    const bool by_step = x != nullptr && step_rank(x->name) < kStepNames.size() && is_whole(x->value);
    for (const TextField& field : row) {
        if ((x != nullptr && field.name == x->name) || is_wall_time(field.name)) continue;
        point.value = field.value;
        if (tentative) {
            store.add_tentative(field.name, point);
        } else {
            store.add(field.name, point, by_step);
        }
    }
    if (!tentative) ++row_;
}

}  // namespace bplf
