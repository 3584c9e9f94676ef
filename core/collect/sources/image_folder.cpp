// SPDX-License-Identifier: GPL-3.0-or-later
// Folders of pictures: <label>/*.png, or <split>/<label>/*.png. FER2013 as Kaggle passes it around is one of them.
#include <array>
#include <set>
#include <utility>

#include "core/base/error.h"
#include "core/collect/sources/label_table.h"
#include "core/collect/sources/layout.h"
#include "core/collect/sources/picture_list.h"

namespace bplf {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::pair<std::string_view, Split>, 7> kSplitFolders{{
    {"train", Split::kTrain},
    {"training", Split::kTrain},
    {"validation", Split::kValidation},
    {"val", Split::kValidation},
    {"valid", Split::kValidation},
    {"test", Split::kTest},
    {"testing", Split::kTest},
}};

/// FER2013's folder form merges its two held-out splits; the file names keep them apart.
constexpr std::array<std::pair<std::string_view, Split>, 3> kSplitPrefixes{{
    {"Training_", Split::kTrain},
    {"PublicTest_", Split::kValidation},
    {"PrivateTest_", Split::kTest},
}};

std::optional<Split> split_of_folder(const fs::path& folder) {
    const std::string own = lower_case(folder.filename().string());
    for (const auto& [name, split] : kSplitFolders) {
        if (own == name) return split;
    }
    return std::nullopt;
}

std::optional<Split> split_of_file(const fs::path& file) {
    for (const auto& [prefix, split] : kSplitPrefixes) {
        if (file.filename().string().starts_with(prefix)) return split;
    }
    return std::nullopt;
}

void add_label_folder(const fs::path& folder, std::optional<Split> split, std::vector<PictureEntry>& entries) {
    for (const fs::path& file : sorted_entries(folder)) {
        if (!fs::is_regular_file(file) || !is_picture(file)) continue;
        PictureEntry entry;
        entry.file = file;
        entry.label = folder.filename().string();
        const auto by_name = split_of_file(file);
        entry.split = by_name ? by_name : split;
        entries.push_back(std::move(entry));
    }
}

std::vector<PictureEntry> list_folder(const fs::path& root) {
    std::vector<PictureEntry> entries;
    for (const fs::path& folder : sorted_entries(root)) {
        if (!fs::is_directory(folder)) continue;
        const auto split = split_of_folder(folder);
        if (!split) {
            add_label_folder(folder, std::nullopt, entries);
            continue;
        }
        for (const fs::path& label : sorted_entries(folder)) {
            if (fs::is_directory(label)) add_label_folder(label, split, entries);
        }
    }
    return entries;
}

std::set<std::string> words_of(const PictureList& list) {
    std::set<std::string> words;
    for (const PictureEntry& entry : list.entries) words.insert(entry.label);
    return words;
}

void apply_table(const fs::path& file, PictureList& list) {
    const LabelTable table = read_label_table(file);
    require_all_words(table, words_of(list), file, list.root);
    for (PictureEntry& entry : list.entries) {
        const std::string word = std::exchange(entry.label, table.at(entry.label));
        if (entry.label != "skip") continue;
        entry.label = word;
        entry.reason = "excluded_label";
        entry.problem = "skipped by the label table";
    }
}

}  // namespace

std::unique_ptr<Source> open_image_folder_source(const fs::path& folder, const SourceOptions& options) {
    PictureList list{"folder", "", folder, {}, {}, {}};
    if (fs::is_directory(folder)) list.entries = list_folder(folder);
    if (list.entries.empty()) {
        throw_wrong_layout(folder, "pictures in label folders",
                           "<label>/*.png or train/<label>/*.png (also jpg, bmp, tif, webp, pnm)");
    }
    if (!options.labels.empty()) apply_table(options.labels, list);
    const auto words = words_of(list);
    list.class_names.assign(words.begin(), words.end());
    return make_picture_source(std::move(list));
}

std::unique_ptr<Source> open_fer2013_source(const fs::path& place, const SourceOptions& options) {
    if (!fs::is_directory(place)) return open_fer2013_csv_source(place);
    PictureList list{"fer2013", "FER2013", place, fer2013_label_order(), list_folder(place), {}};
    std::erase_if(list.entries, [](const PictureEntry& entry) { return !split_of_file(entry.file); });
    if (list.entries.empty()) {
        throw_wrong_layout(place, "FER2013",
                           "train/<label>/Training_*.jpg and test/<label>/{PublicTest,PrivateTest}_*.jpg, or a CSV "
                           "file");
    }
    for (const PictureEntry& entry : list.entries) {
        if (canonical_emotion(entry.label)) continue;
        throw_input_error("is none of FER2013's seven labels.", entry.file.parent_path().string(),
                          "Rename the folder, or read it with --source folder:" + place.string() + " and --labels.");
    }
    if (!options.ferplus.empty()) {
        throw_usage_error("FER+ votes belong to rows, and the folder form has lost their order.", place.string(),
                          "Use fer2013.csv or IDX files with --ferplus, or leave it out.");
    }
    return make_picture_source(std::move(list));
}

}  // namespace bplf
