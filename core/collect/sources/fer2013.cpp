// SPDX-License-Identifier: GPL-3.0-or-later
// FER2013: a table, a folder with its tables, or the folders of pictures that Kaggle passes around.
#include <algorithm>
#include <iterator>
#include <regex>
#include <utility>

#include "core/base/error.h"
#include "core/collect/source_kind.h"
#include "core/collect/sources/chained.h"
#include "core/collect/sources/fer_table.h"
#include "core/collect/sources/ferplus.h"
#include "core/collect/sources/label_folders.h"
#include "core/collect/split_words.h"

namespace bplf {
namespace {

namespace fs = std::filesystem;

FerTable fer2013_meaning() {
    return {"fer2013", "FER2013", fer2013_label_order()};
}

bool has_usage(const Place::HeadedTable& table) {
    return table.header.find({"usage"}) != TableHeader::npos;
}

std::vector<Place::HeadedTable> fer_tables(const Place& place) {
    std::vector<Place::HeadedTable> tables;
    std::ranges::copy_if(place.tables(), std::back_inserter(tables),
                         [](const auto& table) { return is_fer_header(table.header); });
    return tables;
}

std::unique_ptr<Source> open_split_tables(const fs::path& folder, const std::vector<Place::HeadedTable>& tables) {
    std::vector<std::unique_ptr<Source>> parts;
    parts.reserve(tables.size());
    for (const auto& table : tables) {
        FerTable meaning = fer2013_meaning();
        meaning.split = split_of_word(table.file.stem().string());
        meaning.name_below = folder;
        if (!meaning.split) {
            throw_input_error("holds several tables of FER2013, and " + table.file.filename().string() +
                                  " says no split, neither in a column Usage nor by its name.",
                              folder.string(), "Name one of the tables, or call them train.csv, val.csv and test.csv.");
        }
        parts.push_back(open_fer_table(table.file, meaning));
    }
    return chained("fer2013:" + folder.string(), std::move(parts));
}

/// One table, or one for each split.
std::unique_ptr<Source> open_tables(const fs::path& folder, const std::vector<Place::HeadedTable>& tables) {
    const auto complete = std::ranges::find_if(tables, has_usage);
    if (complete != tables.end()) return open_fer_table(complete->file, fer2013_meaning());
    if (tables.size() == 1) return open_fer_table(tables.front().file, fer2013_meaning());
    return open_split_tables(folder, tables);
}

std::unique_ptr<Source> open_pictures(const fs::path& place, const SourceOptions& options) {
    PictureList list{"fer2013", "FER2013", place, fer2013_label_order(), {}, {}};
    list.entries = list_label_folders(place);
    const auto is_named = [](const PictureEntry& entry) { return split_of_file_name(entry.file).has_value(); };
    if (std::ranges::none_of(list.entries, is_named)) throw_wrong_layout(place, "fer2013");
    for (PictureEntry& entry : list.entries) {
        if (is_named(entry) || !entry.reason.empty()) continue;
        entry.reason = "excluded_label";
        entry.problem = "is not named as FER2013's pictures are";
    }
    for (const PictureEntry& entry : list.entries) {
        if (!entry.reason.empty() || canonical_emotion(entry.label)) continue;
        throw_input_error("is none of FER2013's seven labels.", entry.file.parent_path().string(),
                          "Rename the folder, or read it with --source folder:" + place.string() + " and --labels.");
    }
    if (options.has("ferplus")) {
        throw_usage_error("FER+ votes belong to rows, and the folder form has lost their order.", place.string(),
                          "Use fer2013.csv or IDX files with --ferplus, or leave it out.");
    }
    return make_picture_source(std::move(list));
}

}  // namespace

std::unique_ptr<Source> open_fer2013(const fs::path& path, const SourceOptions& options) {
    const Place place(path);
    if (place.is_file()) return with_ferplus(open_fer_table(path, fer2013_meaning()), options);
    const auto tables = fer_tables(place);
    if (tables.empty()) return open_pictures(path, options);
    return with_ferplus(open_tables(path, tables), options);
}

std::int64_t recognise_fer2013(const Place& place) {
    static const std::regex name(R"((Training|PublicTest|PrivateTest)_\d+\.(jpe?g|png))",
                                 std::regex::icase | std::regex::optimize);
    const std::int64_t pictures =
        place.count([](const fs::path& file) { return std::regex_match(file.filename().string(), name); });
    // With pictures of other names among them they are label folders, where each counts.
    if (pictures > 0 && place.count(is_picture) > pictures) return 0;
    return pictures > 0 ? pictures : static_cast<std::int64_t>(fer_tables(place).size());
}

}  // namespace bplf
