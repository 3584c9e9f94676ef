// SPDX-License-Identifier: GPL-3.0-or-later
// Curves in text logs: CSV with its dialect found out, and one JSON object per line.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "core/io/curves.h"
#include "core/io/series_store.h"

namespace bplf {

/// One field of a row that holds a number.
struct TextField {
    std::string name;
    double value = 0;
};

/// Splits appended text into lines and turns each row of numbers into points. A last line without
/// its end counts tentatively: the next feed() completes it.
class TextLog {
  public:
    /// `x_column`: empty for the usual ones (step, iteration, epoch, …), else the row number.
    explicit TextLog(std::string x_column) : x_column_(std::move(x_column)) {}
    virtual ~TextLog() = default;
    TextLog(const TextLog&) = delete;
    TextLog& operator=(const TextLog&) = delete;

    void feed(std::string_view appended, SeriesStore& store);
    const std::string& problem() const { return problem_; }
    /// Names seen with numbers, in order of appearance.
    const std::vector<std::string>& columns() const { return columns_; }

  protected:
    /// The numbers of a line; nothing for a header, a comment or a line that cannot be read (which
    /// complain() then says). A `tentative` line is incomplete and must leave no trace.
    virtual std::optional<std::vector<TextField>> parse(std::string_view line, bool tentative) = 0;
    /// Remembers the first thing wrong, with its line number.
    void complain(const std::string& what);

  private:
    void take_line(std::string_view line, SeriesStore& store, bool tentative);
    void add_row(const std::vector<TextField>& row, SeriesStore& store, bool tentative);
    void remember_columns(const std::vector<TextField>& row);
    const TextField* find_x(const std::vector<TextField>& row) const;

    std::string x_column_;
    std::string rest_;  ///< the last line, as long as it has no end
    std::string problem_;
    std::vector<std::string> columns_;
    std::unordered_set<std::string> known_columns_;
    std::int64_t line_ = 0;
    std::int64_t row_ = 0;
    bool missing_x_ = false;
    bool overlong_ = false;  ///< inside a line that is passed over
};

std::unique_ptr<TextLog> make_csv_log(std::string x_column);
std::unique_ptr<TextLog> make_jsonl_log(std::string x_column);

/// A number as logs write it ("1e-3", "nan", "-Infinity", "+5"); nothing for anything else. With
/// `decimal_comma`, "0,5" is a half.
std::optional<double> parse_log_number(std::string_view text, bool decimal_comma = false);

}  // namespace bplf
