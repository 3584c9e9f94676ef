// SPDX-License-Identifier: GPL-3.0-or-later
// A table of picture files: file, label, person and split by the names of its columns, further columns kept.
#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <utility>

#include "core/base/error.h"
#include "core/collect/source_kind.h"
#include "core/collect/sources/chained.h"
#include "core/collect/sources/file_index.h"
#include "core/collect/sources/label_table.h"
#include "core/collect/sources/picture_list.h"
#include "core/collect/sources/vote_columns.h"
#include "core/collect/split_words.h"

namespace bplf {
namespace {

namespace fs = std::filesystem;

constexpr auto kNone = TableHeader::npos;
constexpr const char* kUnlabelled = "unlabelled";

struct Columns {
    std::size_t file = kNone, label = kNone, person = kNone, split = kNone;
    VoteColumns votes;
    bool has_labels() const { return label != kNone || !votes.empty(); }
    bool has(std::size_t column) const {
        return column == file || column == label || column == person || column == split || votes.has(column);
    }
};

Columns recognised_columns(const TableHeader& header) {
    Columns columns;
    columns.file = header.find({"file", "filename", "image", "imagename", "img", "path", "filepath", "imagepath",
                                "imgpath", "imagefile", "picture", "pic", "photo", "imageid", "subdirectoryfilepath"});
    columns.label = header.find({"label", "labels", "emotion", "expression", "class", "classname", "category", "target",
                                 "emotionlabel", "expressionlabel"});
    columns.person = header.find({"person", "personid", "subject", "subjectid", "identity", "identityid"});
    columns.split = header.find({"split", "usage", "set", "partition", "subset"});
    columns.votes = VoteColumns::recognised(header);
    return columns;
}

/// Without a header: the first column that names a picture, and of two columns the other one.
Columns columns_by_content(const std::vector<std::string>& cells) {
    Columns columns;
    const auto picture = std::ranges::find_if(cells, [](const std::string& cell) { return is_picture(cell); });
    if (picture == cells.end()) return columns;
    columns.file = static_cast<std::size_t>(picture - cells.begin());
    if (cells.size() == 2) columns.label = 1 - columns.file;
    return columns;
}

std::size_t named_column(const std::string& name, const TableHeader& header, const fs::path& file) {
    const std::size_t column = header.find({name});
    if (column != kNone) return column;
    std::string names;
    for (const std::string& known : header.names()) names += (names.empty() ? "" : ", ") + printable(known);
    throw_input_error("has no column \"" + name + "\".", file.string(), "It has " + names + ".");
}

/// "file=A,label=B" laid over what was recognised; "label=B+C" are voters. Error(kUsage) for other texts, Error(kInput)
/// for names that the table has not.
void apply_names(const std::string& text, const TableHeader& header, const fs::path& file, Columns& columns) {
    const std::map<std::string, std::size_t*> places{
        {"file", &columns.file}, {"label", &columns.label}, {"person", &columns.person}, {"split", &columns.split}};
    for (const std::string& part : split_cells(text, ',')) {
        const auto equals = part.find('=');
        const auto place = places.find(part.substr(0, equals));
        if (equals == std::string::npos || place == places.end()) {
            throw_usage_error("is no list of columns.", "--columns " + text, "Write file=A,label=B,person=C,split=D.");
        }
        std::vector<std::size_t> named;
        const bool label = place->second == &columns.label;
        for (const std::string& name : split_cells(part.substr(equals + 1), label ? '+' : ',')) {
            named.push_back(named_column(name, header, file));
        }
        *place->second = named.size() == 1 ? named.front() : kNone;
        if (label) columns.votes = named.size() == 1 ? VoteColumns() : VoteColumns::of_voters(named);
    }
}

class Lister {
  public:
    Lister(const fs::path& file, const fs::path& root, const SourceOptions& options)
        : table_(file),
          near_(file.parent_path()),
          around_(fs::absolute(file).lexically_normal().parent_path().parent_path()) {
        list_.kind = "table";
        list_.root = root;
        TableRow row;
        if (!table_.next(row)) throw_input_error("is empty.", file.string(), "Get the table again.");
        const TableHeader header(row.cells);
        columns_ = recognised_columns(header);
        const std::string names = options.text("columns");
        if (!names.empty()) apply_names(names, header, file, columns_);
        headed_ = columns_.file != kNone;
        if (headed_) names_ = named_columns(header);
        if (!headed_) columns_ = columns_by_content(row.cells);
        if (columns_.file == kNone) {
            throw_input_error("names no column of picture files.", table_.where(row.line),
                              "Call it file or image, or say --columns file=NAME,label=NAME.");
        }
        words_ = columns_.votes.words();
        if (!headed_) take(row);
    }

    PictureList run(std::optional<Split> split) {
        for (TableRow row; table_.next(row);) take(row);
        for (PictureEntry& entry : list_.entries) {
            if (!entry.split) entry.split = split;
        }
        list_.class_names.assign(words_.begin(), words_.end());
        if (!columns_.has_labels()) list_.notes.emplace_back("The table has no labels: its images are \"unlabelled\".");
        if (odd_splits_ > 0) {
            list_.notes.push_back(std::to_string(odd_splits_) +
                                  " rows have a split that is neither train, validation nor "
                                  "test; they are dealt.");
        }
        if (without_votes_ > 0) {
            list_.notes.push_back(std::to_string(without_votes_) +
                                  " rows have no votes: numbers from 0 for each label, or a word.");
        }
        return std::move(list_);
    }

  private:
    /// Those without a name by their number.
    static std::vector<std::string> named_columns(const TableHeader& header) {
        std::vector<std::string> names;
        names.reserve(header.size());
        for (const std::string& name : header.names()) {
            names.push_back(name.empty() ? "column " + std::to_string(names.size() + 1) : utf8_of(name));
        }
        return names;
    }

    static std::string cell(const TableRow& row, std::size_t column) {
        return column < row.cells.size() ? row.cells[column] : std::string();
    }

    void take(const TableRow& row) {
        PictureEntry entry;
        const std::string written = cell(row, columns_.file);
        entry.file = near_.find(written);
        if (entry.file.empty()) entry.file = around_.find(written);
        set_label(row, entry);
        entry.subject = cell(row, columns_.person);
        if (const std::string word = cell(row, columns_.split); !word.empty()) {
            entry.split = split_of_word(word);
            odd_splits_ += !entry.split;
        }
        keep_columns(row, entry);
        judge(row, written, entry);
        if (entry.reason.empty()) words_.insert(entry.label);
        for (const auto& [word, weight] : entry.label_weights) words_.insert(word);
        list_.entries.push_back(std::move(entry));
    }

    void set_label(const TableRow& row, PictureEntry& entry) {
        entry.label = columns_.has_labels() ? utf8_of(cell(row, columns_.label)) : kUnlabelled;
        if (columns_.votes.empty()) return;
        entry.label_weights = columns_.votes.of(row.cells);
        without_votes_ += entry.label_weights.empty();
        if (columns_.label == kNone && !entry.label_weights.empty()) {
            entry.label = VoteColumns::most_voted(entry.label_weights);
        }
    }

    void judge(const TableRow& row, const std::string& written, PictureEntry& entry) const {
        const std::string line = "line " + std::to_string(row.line);
        if (entry.label.empty()) {
            entry.label = "none";
            entry.reason = "excluded_label";
            entry.problem = line + " has no label";
        }
        if (!entry.file.empty()) return;
        entry.file = list_.root / (written.empty() ? line : printable(written));
        entry.reason = "decode_error";
        entry.problem = line + " lists it, but its image is missing, or its name is not unique";
    }

    void keep_columns(const TableRow& row, PictureEntry& entry) const {
        for (std::size_t i = 0; i < names_.size() && i < row.cells.size(); ++i) {
            if (columns_.has(i) || row.cells[i].empty()) continue;
            const auto same = [&](const auto& column) { return column.first == names_[i]; };
            if (std::ranges::none_of(entry.columns, same)) entry.columns.emplace_back(names_[i], utf8_of(row.cells[i]));
        }
    }

    Table table_;
    FileIndex near_, around_;
    PictureList list_;
    Columns columns_;
    bool headed_ = false;
    std::vector<std::string> names_;
    std::set<std::string> words_;
    std::int64_t odd_splits_ = 0, without_votes_ = 0;
};

std::unique_ptr<Source> open_one(const fs::path& file, const fs::path& root, const SourceOptions& options,
                                 std::optional<Split> split) {
    PictureList list = Lister(file, root, options).run(split);
    if (list.entries.empty()) throw_input_error("has no row.", file.string(), "Get the table again.");
    return make_picture_source(std::move(list));
}

/// The tables of files that lie least deep.
std::vector<fs::path> tables_of(const Place& place) {
    std::vector<fs::path> files;
    std::ptrdiff_t least = 0;
    for (const auto& table : place.tables()) {
        if (recognised_columns(table.header).file == kNone) continue;
        const std::ptrdiff_t depth = std::distance(table.file.begin(), table.file.end());
        if (files.empty() || depth < least) {
            files.clear();
            least = depth;
        }
        if (depth == least) files.push_back(table.file);
    }
    return files;
}

std::unique_ptr<Source> open_several(const fs::path& folder, const std::vector<fs::path>& files,
                                     const SourceOptions& options) {
    std::vector<std::unique_ptr<Source>> parts;
    parts.reserve(files.size());
    for (const fs::path& file : files) {
        const auto split = split_of_word(file.stem().string());
        if (!split) {
            throw_input_error("holds several tables of files, and " + file.filename().string() + " says no split.",
                              folder.string(), "Name one of them: table:" + file.string() + ".");
        }
        parts.push_back(open_one(file, folder, options, split));
    }
    return chained("table:" + folder.string(), std::move(parts));
}

}  // namespace

std::unique_ptr<Source> open_table(const fs::path& path, const SourceOptions& options) {
    const Place place(path);
    if (place.is_file()) {
        return with_label_table(open_one(path, path.parent_path(), options, std::nullopt), path, options);
    }
    const auto files = tables_of(place);
    if (files.empty()) throw_wrong_layout(path, "table");
    auto source =
        files.size() == 1 ? open_one(files.front(), path, options, std::nullopt) : open_several(path, files, options);
    return with_label_table(std::move(source), path, options);
}

/// Folders that are emotions themselves go before a table beside them.
std::int64_t recognise_table(const Place& place) {
    const auto names_pictures = [](const Place::HeadedTable& table) {
        return recognised_columns(table.header).file != kNone || columns_by_content(table.header.names()).file != kNone;
    };
    if (std::ranges::none_of(place.tables(), names_pictures)) return 0;
    const std::int64_t labelled = place.count([](const fs::path& file) {
        return is_picture(file) && canonical_label(file.parent_path().filename().string());
    });
    return labelled > 0 ? 0 : static_cast<std::int64_t>(place.files().size()) + 1;
}

}  // namespace bplf
