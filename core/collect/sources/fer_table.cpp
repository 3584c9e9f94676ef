// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/sources/fer_table.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

#include "core/base/error.h"
#include "core/collect/split_words.h"

namespace bplf {
namespace {

constexpr int kSide = 48;

class FerTableSource final : public Source {
  public:
    FerTableSource(const std::filesystem::path& file, FerTable meaning) : table_(file), meaning_(std::move(meaning)) {
        TableRow row;
        if (!table_.next(row)) throw_input_error("is empty.", file.string(), "Get the file again.");
        const TableHeader header(std::move(row.cells));
        if (!is_fer_header(header)) {
            throw_input_error("is not a FER2013 table: its first line names no columns \"emotion\" and \"pixels\".",
                              table_.where(row.line),
                              "Expected the header emotion,pixels,Usage (test.csv without labels cannot be used).");
        }
        emotion_ = header.find({"emotion"});
        pixels_ = header.find({"pixels"});
        usage_ = header.find({"usage"});
        columns_ = header.size();
        rows_ = table_.count_rows();
    }

    std::string name() const override { return meaning_.kind + ":" + table_.file().string(); }
    std::vector<std::string> class_names() const override { return meaning_.words; }
    std::int64_t size() const override { return rows_; }
    std::string collection() const override { return meaning_.collection; }
    std::vector<std::string> notes() const override {
        if (bad_ == 0) return {};
        return {std::to_string(bad_) + " of " + std::to_string(rows_) +
                " rows are bad and were left out, the first in line " + std::to_string(first_bad_) + "."};
    }

    std::optional<SourceRecord> next() override {
        TableRow row;
        if (!table_.next(row)) return std::nullopt;
        try {
            SourceRecord record = parse(row);
            record.id = id_of(row);
            return record;
        } catch (const Error& error) {
            return bad_row(row, error);
        }
    }

  private:
    std::string id_of(const TableRow& row) const {
        std::string line = "line#" + std::to_string(row.line);
        if (meaning_.name_below.empty()) return line;
        return table_.file().lexically_relative(meaning_.name_below).string() + "/" + line;
    }

    SourceRecord bad_row(const TableRow& row, const Error& error) {
        if (bad_++ == 0) first_bad_ = row.line;
        if (static_cast<double>(bad_) > kBadRows * static_cast<double>(rows_)) {
            throw Error(error.kind(), error.problem(), error.where(),
                        error.hint() + " More than one row in ten is bad.");
        }
        SourceRecord record;
        record.id = id_of(row);
        record.label = "none";
        record.problem = error.problem();
        record.split = meaning_.split;
        return record;
    }

    [[noreturn]] void fail(const TableRow& row, const std::string& what) const {
        throw_input_error("The row " + what + ".", table_.where(row.line),
                          "Correct or remove the row, or get the file again.");
    }

    SourceRecord parse(const TableRow& row) const {
        if (row.cells.size() != columns_) {
            fail(row, "has " + std::to_string(row.cells.size()) + " fields instead of " + std::to_string(columns_));
        }
        SourceRecord record;
        record.image = parse_pixels(row);
        record.label = meaning_.words[parse_label(row)];
        record.split = usage_ == TableHeader::npos ? meaning_.split : parse_usage(row);
        return record;
    }

    std::size_t parse_label(const TableRow& row) const {
        const std::string& text = row.cells[emotion_];
        if (const auto word = word_of(text)) return *word;
        double number = -1;
        const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
        const bool whole = code == std::errc() && end == text.data() + text.size() && number == std::floor(number);
        const auto count = static_cast<double>(meaning_.words.size());
        if (whole && number >= 0 && number < count) return static_cast<std::size_t>(number);
        std::string what = "has the label \"" + printable(text) + "\", which is none of its emotions (0 to " +
                           std::to_string(meaning_.words.size() - 1) + ", or a word)";
        if (whole && number == 7) what += "; with 7, contempt, it may be ckextended.csv, which the kind ckplus reads";
        fail(row, what);
    }

    std::optional<std::size_t> word_of(const std::string& text) const {
        const auto emotion = canonical_label(text);
        const auto found = std::ranges::find(meaning_.words, emotion.value_or(""));
        if (found == meaning_.words.end()) return std::nullopt;
        return static_cast<std::size_t>(found - meaning_.words.begin());
    }

    Split parse_usage(const TableRow& row) const {
        if (const auto split = split_of_word(row.cells[usage_])) return *split;
        fail(row,
             "has the usage \"" + printable(row.cells[usage_]) + "\" instead of Training, PublicTest or PrivateTest");
    }

    Image parse_pixels(const TableRow& row) const {
        Image image(kSide, kSide, 1);
        std::size_t count = 0;
        const std::string& text = row.cells[pixels_];
        const char* at = text.data();
        const char* const end = at + text.size();
        while (true) {
            while (at < end && *at == ' ') ++at;
            if (at == end) break;
            unsigned value = 0;
            const auto [next, code] = std::from_chars(at, end, value);
            if (code != std::errc() || value > 255 || (next < end && *next != ' ')) {
                fail(row, "has something other than numbers from 0 to 255 in its pixels");
            }
            if (count < image.pixels.size()) image.pixels[count] = static_cast<std::uint8_t>(value);
            ++count;
            at = next;
        }
        if (count != image.pixels.size()) {
            fail(row, "has " + std::to_string(count) + " pixels instead of 48×48 = 2304");
        }
        return image;
    }

    Table table_;
    FerTable meaning_;
    std::size_t emotion_ = 0, pixels_ = 0, usage_ = 0, columns_ = 0;
    std::int64_t rows_ = 0, bad_ = 0, first_bad_ = 0;
};

}  // namespace

bool is_fer_header(const TableHeader& header) {
    return header.find({"emotion"}) != TableHeader::npos && header.find({"pixels"}) != TableHeader::npos;
}

std::unique_ptr<Source> open_fer_table(const std::filesystem::path& file, const FerTable& meaning) {
    return std::make_unique<FerTableSource>(file, meaning);
}

}  // namespace bplf
