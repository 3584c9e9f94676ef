// SPDX-License-Identifier: GPL-3.0-or-later
// ExpW: label.lst with the boxes of the faces in origin/*.jpg, several to a picture; each is cut out with the picture
// around it.
#include <algorithm>
#include <array>
#include <charconv>

#include "core/base/error.h"
#include "core/base/letter_case.h"
#include "core/collect/source_kind.h"
#include "core/collect/sources/face_box.h"
#include "core/collect/sources/file_index.h"
#include "core/collect/sources/picture_list.h"

namespace bplf {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kColumns = 8;

const std::vector<std::string>& expw_words() {
    return fer2013_label_order();  // the same numbers
}

fs::path find_list(const Place& place) {
    const auto found = std::ranges::find_if(
        place.files(), [](const fs::path& file) { return lower_case(file.filename().string()) == "label.lst"; });
    return found == place.files().end() ? fs::path() : *found;
}

class ExpwSource final : public Source {
  public:
    ExpwSource(const fs::path& root, const fs::path& list)
        : table_(list, {.delimiter = ' '}), root_(root), index_(root), size_(table_.count_rows()) {}

    std::string name() const override { return "expw:" + root_.string(); }
    std::vector<std::string> class_names() const override { return expw_words(); }
    std::int64_t size() const override { return size_; }
    std::string collection() const override { return "ExpW"; }

    std::optional<SourceRecord> next() override {
        TableRow row;
        if (!table_.next(row)) return std::nullopt;
        if (row.cells.size() < kColumns) {
            throw_input_error("The row has " + std::to_string(row.cells.size()) + " fields instead of 8.",
                              table_.where(row.line),
                              "Expected image, face number, top, left, right, bottom, confidence, label.");
        }
        PictureEntry entry;
        entry.file = index_.find(row.cells[0]);
        if (entry.file.empty()) entry.file = root_ / printable(row.cells[0]);
        SourceRecord record = read_entry(entry, root_);
        record.id += "#" + row.cells[1];
        if (!record.image.empty()) record.image = around_box(record.image, box_of(row));
        if (record.image.empty() && record.problem.empty()) record.problem = "the box of its face lies outside";
        label(row, record);
        return record;
    }

  private:
    int number(const TableRow& row, std::size_t column) const {
        const std::string& cell = row.cells[column];
        int value = 0;
        const auto [end, code] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
        if (code == std::errc() && end == cell.data() + cell.size() && std::abs(value) < 1'000'000) return value;
        throw_input_error("\"" + printable(cell) + "\" is no number of label.lst.", table_.where(row.line),
                          "Get it again.");
    }

    FaceBox box_of(const TableRow& row) const {
        return {.left = number(row, 3), .top = number(row, 2), .right = number(row, 4), .bottom = number(row, 5)};
    }

    void label(const TableRow& row, SourceRecord& record) const {
        const int code = number(row, 7);
        if (code >= 0 && code < static_cast<int>(expw_words().size())) {
            record.label = expw_words()[static_cast<std::size_t>(code)];
            return;
        }
        record.label = "none";
        if (!record.problem.empty()) return;
        record.reason = "unknown_label";
        record.problem = "its label is " + std::to_string(code) + " instead of 0 to 6";
    }

    Table table_;
    fs::path root_;
    FileIndex index_;
    std::int64_t size_;
};

}  // namespace

std::unique_ptr<Source> open_expw(const fs::path& folder, const SourceOptions&) {
    const fs::path list = find_list(Place(folder));
    if (list.empty()) throw_wrong_layout(folder, "expw");
    return std::make_unique<ExpwSource>(folder, list);
}

std::int64_t recognise_expw(const Place& place) {
    return !place.is_file() && !find_list(place).empty() ? static_cast<std::int64_t>(place.files().size()) : 0;
}

}  // namespace bplf
