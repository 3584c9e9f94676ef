// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/table.h"

#include <algorithm>
#include <utility>

#include "core/base/error.h"
#include "core/base/letter_case.h"
#include "core/io/stray_file.h"

namespace bplf {
namespace {

constexpr std::size_t kBlock = std::size_t{1} << 16;

bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (is_blank(text.front()) || text.front() == '\r')) text.remove_prefix(1);
    while (!text.empty() && (is_blank(text.back()) || text.back() == '\r')) text.remove_suffix(1);
    return text;
}

/// Goes through the cells of a row.
class CellSplitter {
  public:
    CellSplitter(std::string_view row, char delimiter) : row_(row), delimiter_(delimiter) {}

    bool next(std::string& cell) {
        if (done_) return false;
        cell.clear();
        skip_blanks();
        if (at_ < row_.size() && row_[at_] == '"') take_quoted(cell);
        const std::size_t end = std::min(row_.find(delimiter_, at_), row_.size());
        cell += trimmed(row_.substr(at_, end - at_));
        done_ = end == row_.size();
        at_ = end + 1;
        if (delimiter_ != ' ' || done_) return true;
        skip_blanks();
        done_ = at_ >= row_.size();
        return true;
    }

  private:
    void skip_blanks() {
        while (at_ < row_.size() && is_blank(row_[at_]) && (delimiter_ == ' ' || row_[at_] != delimiter_)) ++at_;
    }

    void take_quoted(std::string& cell) {
        for (++at_; at_ < row_.size(); ++at_) {
            if (row_[at_] == '"') {
                if (at_ + 1 == row_.size() || row_[at_ + 1] != '"') break;
                ++at_;
            }
            cell += row_[at_];
        }
        at_ = std::min(at_ + 1, row_.size());
    }

    std::string_view row_;
    char delimiter_;
    std::size_t at_ = 0;
    bool done_ = false;
};

}  // namespace

std::vector<std::string> split_cells(std::string_view row, char delimiter) {
    std::vector<std::string> cells;
    std::string cell;
    for (CellSplitter splitter(row, delimiter); splitter.next(cell);) cells.push_back(cell);
    return cells;
}

char sniff_delimiter(std::string_view line, std::string_view candidates) {
    char best = ',';
    std::size_t most = 1;
    std::string cell;
    for (const char delimiter : candidates) {
        std::size_t count = 0;
        for (CellSplitter splitter(line, delimiter); splitter.next(cell);) ++count;
        if (count > most) best = delimiter, most = count;
    }
    return best;
}

Table::Table(const std::filesystem::path& file, const TableOptions& options)
    : file_(file), options_(options), stream_(file, std::ios::binary) {
    std::error_code ignored;
    if (!stream_ || std::filesystem::is_directory(file, ignored)) {
        throw_input_error("cannot be opened.", file.string(), "Check the path of the table.");
    }
    std::string head(4096, '\0');
    stream_.read(head.data(), static_cast<std::streamsize>(head.size()));
    head.resize(static_cast<std::size_t>(stream_.gcount()));
    if (const auto stray = stray_content(head)) throw_input_error(stray->problem, file.string(), stray->hint);
    find_encoding(head);
    if (encoding_ == Encoding::kUtf8 && head.find('\0') != std::string::npos) {
        throw_input_error("is no table: there are zero bytes in it.", file.string(),
                          "Save the table as text with commas, semicolons or tabs (CSV, UTF-8).");
    }
}

/// Leaves the stream behind the byte order mark.
void Table::find_encoding(std::string_view head) {
    std::streamoff mark = 0;
    const bool pair = head.size() >= 2;
    if (head.starts_with("\xEF\xBB\xBF")) {
        mark = 3;
    } else if (head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF")) {
        mark = 2;
        encoding_ = head[0] == '\xFF' ? Encoding::kUtf16Little : Encoding::kUtf16Big;
    } else if (pair && (head[0] == '\0') != (head[1] == '\0')) {
        encoding_ = head[1] == '\0' ? Encoding::kUtf16Little : Encoding::kUtf16Big;
    }
    stream_.clear();
    stream_.seekg(mark);
}

void Table::take_utf16(std::string_view bytes) {
    const std::size_t high = encoding_ == Encoding::kUtf16Little ? 1 : 0;
    const auto unit = [&](std::size_t at) {
        return static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + high]) << 8 |
                                          static_cast<unsigned char>(bytes[at + 1 - high]));
    };
    std::size_t at = 0;
    for (; at + 1 < bytes.size(); at += 2) {
        std::uint32_t code = unit(at);
        const bool leads = code >= 0xD800 && code < 0xDC00;
        if (leads && at + 3 >= bytes.size()) break;  // its other half comes with the next block
        if (leads) {
            const std::uint32_t trail = unit(at + 2);
            if (trail >= 0xDC00 && trail < 0xE000) {
                code = 0x10000 + ((code - 0xD800) << 10) + (trail - 0xDC00);
                at += 2;
            }
        }
        append_utf8(text_, code >= 0xD800 && code < 0xE000 ? 0xFFFD : code);
    }
    rest_ = bytes.substr(std::min(at, bytes.size()));
}

bool Table::fill() {
    text_.erase(0, at_);
    at_ = 0;
    std::string block = std::move(rest_);
    rest_.clear();
    const std::size_t kept = block.size();
    block.resize(kept + kBlock);
    stream_.read(block.data() + kept, static_cast<std::streamsize>(kBlock));
    const auto count = static_cast<std::size_t>(stream_.gcount());
    block.resize(kept + count);
    if (count == 0) return false;
    if (encoding_ == Encoding::kUtf8)
        text_ += block;
    else
        take_utf16(block);
    return true;
}

/// The text up to a line end outside quotes; false at the end of the file.
bool Table::read_row(std::string& row, std::int64_t& line) {
    row.clear();
    line = line_;
    bool quoted = false, fresh = true, any = false;
    while (at_ < text_.size() || fill()) {
        if (at_ == text_.size()) continue;
        const char c = text_[at_++];
        if (c == '\n' && std::exchange(after_cr_, false)) {  // the second half of CR LF
            if (quoted) row += c;
            if (!any) line = line_;
            continue;
        }
        after_cr_ = c == '\r';
        any = true;
        const bool ends = c == '\n' || c == '\r';
        if (ends) ++line_;
        if (ends && !quoted) return true;
        if (row.size() == options_.row_bytes) {
            throw_input_error(quoted ? "A quote is never closed." : "The row is too long for a table.", where(line),
                              "Correct the row, or get the file again.");
        }
        row += c;
        if (c == '"' && (quoted || fresh)) quoted = !quoted;
        const bool parts =
            options_.delimiter != 0 ? c == options_.delimiter : options_.candidates.find(c) != std::string_view::npos;
        fresh = parts || (fresh && is_blank(c)) || (c == '"' && !quoted);
    }
    return any;
}

bool Table::next(TableRow& row) {
    do {
        if (!read_row(row.text, row.line)) return false;
    } while (trimmed(row.text).empty());
    if (options_.delimiter == 0) options_.delimiter = sniff_delimiter(row.text, options_.candidates);
    row.cells = split_cells(row.text, options_.delimiter);
    return true;
}

std::int64_t Table::count_rows() {
    Table rest(file_, options_);
    std::string text;
    std::int64_t line = 0, rows = 0;
    while (rest.read_row(text, line)) rows += line >= line_ && !trimmed(text).empty();
    return rows;
}

std::string Table::where(std::int64_t line) const {
    return file_.string() + ", line " + std::to_string(line);
}

std::string plain_column_name(std::string_view name) {
    std::string plain;
    for (const char c : name) {
        if (c == ' ' || c == '.' || c == '-' || c == '_') continue;
        plain += lower_letter(c);
    }
    return plain;
}

TableHeader::TableHeader(std::vector<std::string> names) : names_(std::move(names)) {
    for (const std::string& name : names_) plain_.push_back(plain_column_name(name));
}

std::size_t TableHeader::find(std::initializer_list<std::string_view> names) const {
    for (const std::string_view name : names) {
        const auto found = std::ranges::find(plain_, plain_column_name(name));
        if (found != plain_.end()) return static_cast<std::size_t>(found - plain_.begin());
    }
    return npos;
}

}  // namespace bplf
