// SPDX-License-Identifier: GPL-3.0-or-later
// Comma-, semicolon-, tab-, bar- or blank-separated curves; the dialect is found out from the first
// line.
#include <algorithm>
#include <unordered_set>

#include "core/io/table.h"
#include "core/io/text_log.h"

namespace bplf {
namespace {

/// Best first, where a line has as many of one as of another.
constexpr std::string_view kDelimiters = "\t;,| ";

class CsvLog final : public TextLog {
  public:
    using TextLog::TextLog;

  protected:
    std::optional<std::vector<TextField>> parse(std::string_view line, bool tentative) override {
        if (names_.empty()) {
            if (tentative || read_header(line)) return std::nullopt;
        }
        const auto cells = split_cells(line, delimiter_);
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
        if (name == "smoothed" || name == "x" || tag_ >= cells.size()) return;
        if (name != "value") return row.push_back({name, number});
        const std::string prefix = run_ < cells.size() ? printable(cells[run_], kLongestName) + '/' : "";
        row.push_back({prefix + printable(cells[tag_], kLongestName), number});
    }

    /// Names the columns; true when the line was a header and not a row of numbers already.
    bool read_header(std::string_view line) {
        delimiter_ = sniff_delimiter(line, kDelimiters);
        const auto cells = split_cells(line, delimiter_);
        const bool header = std::any_of(cells.begin(), cells.end(), [&](const std::string& cell) {
            return !cell.empty() && !parse_log_number(cell, delimiter_ == ';');
        });
        std::unordered_set<std::string> taken;
        for (const std::string& cell : cells) {
            const std::string number = std::to_string(names_.size() + 1);
            std::string name = header ? printable(cell, kLongestName) : "";
            if (name.empty()) name = "column " + number;
            if (taken.contains(name)) name += " (" + number + ")";
            taken.insert(name);
            names_.push_back(std::move(name));
        }
        tag_ = column("tag");
        run_ = column("run");
        is_long_ = tag_ < names_.size() && column("value") < names_.size();
        return header;
    }

    static constexpr std::size_t kLongestName = 1000;

    char delimiter_ = ',';
    std::vector<std::string> names_;
    std::size_t tag_ = 0, run_ = 0;  ///< columns of a long table; beyond the cells: there is none
    bool is_long_ = false;
};

}  // namespace

std::unique_ptr<TextLog> make_csv_log(std::string x_column) {
    return std::make_unique<CsvLog>(std::move(x_column));
}

}  // namespace bplf
