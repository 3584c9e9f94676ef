// SPDX-License-Identifier: GPL-3.0-or-later
// RAF-DB, basic and compound emotions: EmoLabel/list_patition_label.txt (sic) and
// Image/aligned/train_00001_aligned.jpg, or Image/original/train_00001.jpg where the aligned ones are missing; and as
// Kaggle passes it around, train/1 … 7 with train_labels.csv.
#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <regex>
#include <set>

#include "core/base/error.h"
#include "core/base/letter_case.h"
#include "core/collect/source_kind.h"
#include "core/collect/sources/label_table.h"
#include "core/collect/sources/picture_list.h"

namespace bplf {
namespace {

namespace fs = std::filesystem;

using Words = std::vector<std::string>;

const Words& basic_words() {
    static const Words words{"surprise", "fear", "disgust", "happy", "sad", "anger", "neutral"};
    return words;
}

const Words& compound_words() {
    static const Words words{"happily surprised", "happily disgusted", "sadly fearful",        "sadly angry",
                             "sadly surprised",   "sadly disgusted",   "fearfully angry",      "fearfully surprised",
                             "angrily surprised", "angrily disgusted", "disgustedly surprised"};
    return words;
}

/// A picture that is listed, by its stem without "_aligned" ("train_00001").
struct Listed {
    std::string name;
    int code = 0;
};

std::string plain_stem(const fs::path& file) {
    std::string stem = file.stem().string();
    if (stem.ends_with("_aligned")) stem.resize(stem.size() - 8);
    return stem;
}

/// Pictures by plain stem; aligned ones win.
std::map<std::string, fs::path> find_pictures(const std::vector<fs::path>& files) {
    std::map<std::string, fs::path> pictures;
    for (const fs::path& file : files) {
        if (!is_picture(file)) continue;
        if (file.stem().string().ends_with("_aligned"))
            pictures[plain_stem(file)] = file;
        else
            pictures.emplace(plain_stem(file), file);
    }
    return pictures;
}

int number_of(const std::string& text, const Table& table, std::int64_t line) {
    int code = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), code);
    if (problem == std::errc() && end == text.data() + text.size()) return code;
    throw_input_error("The line has no label number.", table.where(line), "Expected lines like \"train_00001.jpg 5\".");
}

void read_list(const fs::path& file, std::vector<Listed>& listed) {
    Table table(file, {.candidates = " \t,"});
    for (TableRow row; table.next(row);) {
        if (listed.empty() && row.line == 1 && row.cells.front() == "image") continue;  // Kaggle's header
        listed.push_back({row.cells.front(), number_of(row.cells.size() < 2 ? "" : row.cells[1], table, row.line)});
    }
}

bool is_list(const fs::path& file) {
    const std::string name = lower_case(file.filename().string());
    return name == "list_patition_label.txt" || name == "list_partition_label.txt";
}

bool is_kaggle_list(const fs::path& file) {
    const std::string name = lower_case(file.filename().string());
    return name == "train_labels.csv" || name == "test_labels.csv";
}

/// Without a list the folders 1 to 7 tell.
void take_folders(const std::map<std::string, fs::path>& pictures, std::vector<Listed>& listed) {
    for (const auto& [stem, file] : pictures) {
        const std::string folder = file.parent_path().filename().string();
        if (folder.size() == 1 && folder >= "1" && folder <= "7") listed.push_back({stem + ".jpg", folder[0] - '0'});
    }
}

std::vector<Listed> read_lists(const std::vector<fs::path>& files, const std::map<std::string, fs::path>& pictures) {
    std::vector<Listed> listed;
    const auto official = std::ranges::find_if(files, is_list);
    if (official != files.end()) {
        read_list(*official, listed);
        return listed;
    }
    for (const fs::path& file : files) {
        if (is_kaggle_list(file)) {
            std::vector<Listed> more;
            read_list(file, more);
            listed.insert(listed.end(), more.begin(), more.end());
        }
    }
    if (listed.empty()) take_folders(pictures, listed);
    return listed;
}

/// The list of compound emotions has the same name; its numbers go to 11.
bool is_compound(const std::vector<Listed>& listed, const fs::path& folder) {
    if (lower_case(folder.string()).find("compound") != std::string::npos) return true;
    std::set<int> beyond;
    for (const Listed& one : listed) {
        if (one.code >= 8 && one.code <= 11) beyond.insert(one.code);
    }
    return beyond.size() >= 3;
}

PictureEntry entry_of(const Listed& one, const Words& words, const std::map<std::string, fs::path>& pictures,
                      const fs::path& root) {
    PictureEntry entry;
    entry.split = one.name.starts_with("test") ? Split::kTest : Split::kTrain;
    const auto picture = pictures.find(plain_stem(one.name));
    entry.file = picture == pictures.end() ? root / one.name : picture->second;
    if (picture == pictures.end()) {
        entry.reason = "decode_error";
        entry.problem = "listed, but its image is missing";
    }
    if (one.code >= 1 && one.code <= static_cast<int>(words.size())) {
        entry.label = words[static_cast<std::size_t>(one.code - 1)];
    } else {
        entry.reason = "unknown_label";
        entry.problem = "its label is " + std::to_string(one.code) + " instead of 1 to " + std::to_string(words.size());
    }
    return entry;
}

}  // namespace

std::unique_ptr<Source> open_rafdb(const fs::path& folder, const SourceOptions& options) {
    const auto files = files_below(folder);
    const auto pictures = find_pictures(files);
    const std::vector<Listed> listed = read_lists(files, pictures);
    if (listed.empty()) throw_wrong_layout(folder, "rafdb");
    const bool compound = is_compound(listed, folder);
    const Words& words = compound ? compound_words() : basic_words();
    PictureList list{"rafdb", "RAF-DB", folder, words, {}, {}};
    for (const Listed& one : listed) list.entries.push_back(entry_of(one, words, pictures, folder));
    const std::size_t official = compound ? 3954 : 15339;
    if (list.entries.size() != official) {
        list.notes.push_back(std::string("RAF-DB lists ") + (compound ? "3,162 + 792 compound" : "12,271 + 3,068") +
                             " images; here are " + std::to_string(list.entries.size()) + ".");
    }
    if (compound) list.notes.emplace_back("These are RAF-DB's compound emotions.");
    return with_label_table(make_picture_source(std::move(list)), folder, options);
}

std::int64_t recognise_rafdb(const Place& place) {
    static const std::regex name(R"((train|test)_\d+(_aligned)?\.jpg)", std::regex::icase | std::regex::optimize);
    return place.count(
        [](const fs::path& file) { return is_list(file) || std::regex_match(file.filename().string(), name); });
}

}  // namespace bplf
