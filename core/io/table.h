// SPDX-License-Identifier: GPL-3.0-or-later
// Tables in text files: the one reader for all of them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/utf8.h"

namespace bplf {

/// The character that parts most cells of `line` outside quotes; of equals, the first in `candidates`. A line that
/// none parts has commas.
char sniff_delimiter(std::string_view line, std::string_view candidates = "\t;,|");

/// The cells of a row, blanks and quotes around them removed, "" inside quotes as one quote. With ' ' as the
/// delimiter, any run of blanks parts. Linear in the length of the row.
std::vector<std::string> split_cells(std::string_view row, char delimiter);

struct TableRow {
    std::int64_t line = 0;  ///< where the row begins, from 1
    std::vector<std::string> cells;
    std::string text{};  ///< as it stands there
};

struct TableOptions {
    char delimiter = 0;                            ///< 0: found out from the first row
    std::string_view candidates = "\t;,|";         ///< of which
    std::size_t row_bytes = std::size_t{1} << 22;  ///< longer rows are refused
};

/// A table file, read row by row in constant memory: UTF-8 or UTF-16 (by its byte order mark or its zeros), lines
/// ending in LF, CR LF or CR, cells that hold line ends where they are quoted. Rows without any text are passed over.
/// Not thread-safe.
class Table {
  public:
    /// Error(kInput) when the file is missing, a folder, no text, a Git LFS pointer or a saved web page.
    explicit Table(const std::filesystem::path& file, const TableOptions& options = {});

    /// The next row; false at the end. Error(kInput) naming the line when a row is longer than TableOptions::row_bytes
    /// (a quote that is never closed reads so too).
    bool next(TableRow& row);
    /// Rows from here to the end, which next() still gives afterwards.
    std::int64_t count_rows();
    /// What parts the cells; known once a row was read.
    char delimiter() const { return options_.delimiter; }
    /// "FILE, line N", for messages.
    std::string where(std::int64_t line) const;
    const std::filesystem::path& file() const { return file_; }

  private:
    enum class Encoding { kUtf8, kUtf16Little, kUtf16Big };

    void find_encoding(std::string_view head);
    bool fill();
    void take_utf16(std::string_view bytes);
    bool read_row(std::string& row, std::int64_t& line);

    std::filesystem::path file_;
    TableOptions options_;
    std::ifstream stream_;
    Encoding encoding_ = Encoding::kUtf8;
    std::string text_;  ///< decoded, read up to at_
    std::size_t at_ = 0;
    std::string rest_;  ///< bytes of a character that is not complete
    std::int64_t line_ = 1;
    bool after_cr_ = false;
};

/// Where columns stand, by names in any case, with blanks, dots, dashes and underscores as one ("user.id", "User_ID").
class TableHeader {
  public:
    explicit TableHeader(std::vector<std::string> names);
    /// The first column with one of the names, the earlier names first; npos without one.
    std::size_t find(std::initializer_list<std::string_view> names) const;
    std::size_t size() const { return names_.size(); }
    const std::vector<std::string>& names() const { return names_; }
    static constexpr std::size_t npos = static_cast<std::size_t>(-1);

  private:
    std::vector<std::string> names_;
    std::vector<std::string> plain_;
};

/// "userid" of "User_ID ": how TableHeader compares names.
std::string plain_column_name(std::string_view name);

}  // namespace bplf
