// SPDX-License-Identifier: GPL-3.0-or-later
// Comma-, semicolon-, tab-, bar- or blank-separated curves; the dialect is found out from the first
// line.
#include <algorithm>
#include <array>

#include "core/io/text_log.h"

namespace bplf {
namespace {

/// Best first, where a line has as many of one as of another.
constexpr std::array<char, 5> kDelimiters{'\t', ';', ',', '|', ' '};

std::vector<std::string> split(std::string_view line, char delimiter) {
    std::vector<std::string> fields(1);
    bool quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (quoted && c == '"' && i + 1 < line.size() && line[i + 1] == '"') {
            fields.back() += line[++i];  // "" inside quotes is one quote
        } else if (c == '"') {
            quoted = !quoted;
        } else if (c != delimiter || quoted) {
            fields.back() += c;
        } else if (delimiter != ' ' || !fields.back().empty()) {
            fields.emplace_back();
        }
    }
    if (delimiter == ' ' && fields.size() > 1 && fields.back().empty()) fields.pop_back();
    return fields;
}

char find_delimiter(std::string_view line) {
    char best = ',';
    std::size_t most = 1;
    for (const char delimiter : kDelimiters) {
        const std::size_t count = split(line, delimiter).size();
        if (count > most) best = delimiter, most = count;
    }
    return best;
}

std::string trimmed(const std::string& text) {
    const auto first = text.find_first_not_of(" \t");
    return first == text.npos ? "" : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

class CsvLog final : public TextLog {
  public:
    using TextLog::TextLog;

  protected:
    std::optional<std::vector<TextField>> parse(std::string_view line, bool tentative) override {
        if (names_.empty()) {
            if (tentative || read_header(line)) return std::nullopt;
        }
        const auto cells = split(line, delimiter_);
        if (cells.size() != names_.size() && !tentative) {
            complain("has " + std::to_string(cells.size()) + " of " + std::to_string(names_.size()) + " columns");
        }
        std::vector<TextField> row;
        const std::size_t present = std::min(cells.size(), names_.size());
        for (std::size_t i = 0; i < present; ++i) {
            const auto number = parse_log_number(cells[i], delimiter_ == ';');
            if (number && !is_long_) row.push_back({names_[i], *number});
            if (number && is_long_) add_long(row, i, *number, cells);
        }
        return row;
    }

  private:
    std::size_t column(std::string_view name) const {
        return static_cast<std::size_t>(std::find(names_.begin(), names_.end(), name) - names_.begin());
    }

    /// A long table (what `bplf train` and `bplf curves` write) has one number per row, under
    /// "value", and says in "tag", and perhaps "run", whose it is.
    void add_long(std::vector<TextField>& row, std::size_t i, double number,
                  const std::vector<std::string>& cells) const {
        const std::string& name = names_[i];
        if (name == "smoothed" || name == "x" || column("tag") >= cells.size()) return;
        if (name != "value") return row.push_back({name, number});
        const std::size_t run = column("run");
        const std::string prefix = run < cells.size() ? trimmed(cells[run]) + '/' : "";
        row.push_back({prefix + trimmed(cells[column("tag")]), number});
    }

    /// Names the columns; true when the line was a header and not a row of numbers already.
    bool read_header(std::string_view line) {
        delimiter_ = find_delimiter(line);
        const auto cells = split(line, delimiter_);
        const bool header = std::any_of(cells.begin(), cells.end(), [&](const std::string& cell) {
            return !trimmed(cell).empty() && !parse_log_number(cell, delimiter_ == ';');
        });
        for (const std::string& cell : cells) {
            std::string name = header ? trimmed(cell) : "";
            if (name.empty()) name = "column " + std::to_string(names_.size() + 1);
            const bool taken = std::find(names_.begin(), names_.end(), name) != names_.end();
            if (taken) name += " (" + std::to_string(names_.size() + 1) + ")";
            names_.push_back(name);
        }
        is_long_ = column("tag") < names_.size() && column("value") < names_.size();
        return header;
    }

    char delimiter_ = ',';
    std::vector<std::string> names_;
    bool is_long_ = false;
};

}  // namespace

std::unique_ptr<TextLog> make_csv_log(std::string x_column) {
    return std::make_unique<CsvLog>(std::move(x_column));
}

}  // namespace bplf
