// SPDX-License-Identifier: GPL-3.0-or-later
// FER+ as its own tools write it: FER2013Train, FER2013Valid and FER2013Test with a picture of each row and label.csv,
// whose rows read NAME,"(0, 0, 48, 48)" and ten votes.
#include <algorithm>
#include <map>

#include "core/base/error.h"
#include "core/base/letter_case.h"
#include "core/collect/source_kind.h"
#include "core/collect/sources/chained.h"
#include "core/collect/sources/ferplus.h"
#include "core/collect/sources/picture_list.h"
#include "core/collect/split_words.h"

namespace bplf {
namespace {

namespace fs = std::filesystem;

/// The folders of splits with a label.csv, in the order train, validation, test.
std::map<Split, fs::path> split_folders(const Place& place) {
    std::map<Split, fs::path> folders;
    for (const fs::path& file : place.files()) {
        const std::string folder = lower_case(file.parent_path().filename().string());
        if (lower_case(file.filename().string()) != "label.csv" || !folder.starts_with("fer2013")) continue;
        if (const auto split = split_of_word(folder)) folders.emplace(*split, file.parent_path());
    }
    return folders;
}

/// The pictures that a label.csv lists, and its votes.
class VotedFolder final : public Source {
  public:
    VotedFolder(const fs::path& folder, const fs::path& root, Split split)
        : table_(folder / "label.csv", {.delimiter = ','}), folder_(folder), root_(root), split_(split) {
        size_ = table_.count_rows();
    }

    std::string name() const override { return "ferplus:" + root_.string(); }
    std::vector<std::string> class_names() const override { return ferplus_words(); }
    std::int64_t size() const override { return size_; }
    std::string collection() const override { return "FER2013"; }

    std::optional<SourceRecord> next() override {
        TableRow row;
        if (!table_.next(row)) return std::nullopt;
        if (row.cells.size() < 3) throw_input_error("The row has no votes.", table_.where(row.line), "Get it again.");
        PictureEntry entry;
        entry.file = folder_ / row.cells[0];
        entry.label = "none";
        entry.split = split_;
        SourceRecord record = read_entry(entry, root_);
        const bool readable = record.problem.empty();
        apply_votes({row.cells.begin() + 2, row.cells.end()}, table_.where(row.line), record);
        if (!readable) record.reason = "decode_error";
        return record;
    }

  private:
    Table table_;
    fs::path folder_, root_;
    Split split_;
    std::int64_t size_ = 0;
};

}  // namespace

std::unique_ptr<Source> open_ferplus(const fs::path& folder, const SourceOptions&) {
    std::vector<std::unique_ptr<Source>> parts;
    for (const auto& [split, place] : split_folders(Place(folder))) {
        parts.push_back(std::make_unique<VotedFolder>(place, folder, split));
    }
    if (parts.empty()) throw_wrong_layout(folder, "ferplus");
    return chained("ferplus:" + folder.string(), std::move(parts));
}

std::int64_t recognise_ferplus(const Place& place) {
    return split_folders(place).empty() ? 0 : static_cast<std::int64_t>(place.files().size());
}

}  // namespace bplf
