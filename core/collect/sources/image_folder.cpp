// SPDX-License-Identifier: GPL-3.0-or-later
// Folders of pictures by label: whatever set of classes they are.
#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <utility>

#include "core/base/error.h"
#include "core/base/file_ending.h"
#include "core/base/letter_case.h"
#include "core/collect/source_kind.h"
#include "core/collect/sources/label_folders.h"
#include "core/collect/sources/label_table.h"
#include "core/collect/sources/picture_list.h"

namespace bplf {
namespace {

namespace fs = std::filesystem;

/// Names of folders that only say that there are pictures in them.
constexpr std::array<std::string_view, 16> kNoLabels{"images", "image", "imgs",    "img",      "pictures",  "photos",
                                                     "faces",  "face",  "origin",  "original", "originals", "aligned",
                                                     "data",   "jpg",   "cropped", "raw"};

std::set<std::string> words_of(const std::vector<PictureEntry>& entries) {
    std::set<std::string> words;
    for (const PictureEntry& entry : entries) {
        if (entry.reason.empty()) words.insert(entry.label);
    }
    return words;
}

bool is_number(const std::string& word) {
    return word.find_first_not_of("0123456789") == std::string::npos;
}

/// "images", "Manually_Annotated_Images" …
bool says_pictures(const std::string& word) {
    std::string part;
    for (const char c : lower_case(word) + ' ') {
        if (std::isalpha(static_cast<unsigned char>(c)) != 0) {
            part += c;
            continue;
        }
        if (std::ranges::find(kNoLabels, part) != kNoLabels.end()) return true;
        part.clear();
    }
    return false;
}

/// Lone folders of pictures, and folders numbered from 1 (parts of a collection, or numbers that nobody explains).
bool are_no_labels(const std::set<std::string>& words) {
    if (words.size() == 1 && says_pictures(*words.begin()) && !canonical_label(*words.begin())) return true;
    const auto is_zero = [](const std::string& word) { return word.find_first_not_of('0') == std::string::npos; };
    return std::ranges::all_of(words, is_number) && std::ranges::none_of(words, is_zero);
}

/// A table of files in the folder or beside it, of those that are read.
fs::path table_beside(const fs::path& folder) {
    for (const fs::path& place : {folder, fs::absolute(folder).lexically_normal().parent_path()}) {
        for (const fs::path& file : sorted_entries(place)) {
            const std::string ending = lower_ending(file);
            if (ending == ".csv" || ending == ".tsv" || ending == ".lst") return file;
        }
    }
    return {};
}

[[noreturn]] void refuse_words(const fs::path& folder, const std::set<std::string>& words) {
    std::string list;
    for (const std::string& word : words) list += (list.empty() ? "\"" : ", \"") + word + "\"";
    const SourceKind* found = recognise_source(folder);
    const fs::path table = table_beside(folder);
    std::string hint;
    if (found != nullptr && found->kind != "folder") {
        hint = "This looks like " + found->what + ": write --source " + found->kind + ":" + folder.string() + ".";
    } else if (!table.empty()) {
        hint = "A table lies beside them: try --source table:" + table.string() + ".";
    } else {
        hint = "Name the folders after the labels, or say with --labels FILE what each word means (1 = surprise).";
    }
    throw_input_error("has folders that name no labels: " + list + ".", folder.string(), hint);
}

}  // namespace

std::unique_ptr<Source> open_folder(const fs::path& folder, const SourceOptions& options) {
    PictureList list{"folder", "", folder, {}, {}, {}};
    if (fs::is_directory(folder)) list.entries = list_label_folders(folder);
    const auto words = words_of(list.entries);
    if (words.empty()) throw_wrong_layout(folder, "folder");
    if (are_no_labels(words) && !options.has("labels")) refuse_words(folder, words);
    list.class_names.assign(words.begin(), words.end());
    return with_label_table(make_picture_source(std::move(list)), folder, options);
}

std::int64_t recognise_folder(const Place& place) {
    return place.is_file() ? 0 : place.count([](const fs::path& file) { return is_picture(file); });
}

}  // namespace bplf
