// SPDX-License-Identifier: GPL-3.0-or-later
// RAF-DB, basic emotions: EmoLabel/list_patition_label.txt (sic) and Image/aligned/train_00001_aligned.jpg, or
// Image/original/train_00001.jpg where the aligned ones are missing.
#include <array>
#include <map>
#include <sstream>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/collect/sources/layout.h"
#include "core/collect/sources/picture_list.h"

namespace bplf {
namespace {

namespace fs = std::filesystem;

constexpr std::array<const char*, 7> kWords{"surprise", "fear", "disgust", "happy", "sad", "anger", "neutral"};

/// Pictures by the stem that the label list uses ("train_00001"); aligned ones win.
std::map<std::string, fs::path> find_pictures(const std::vector<fs::path>& files) {
    std::map<std::string, fs::path> pictures;
    for (const fs::path& file : files) {
        if (!is_picture(file)) continue;
        std::string stem = file.stem().string();
        const bool aligned = stem.ends_with("_aligned");
        if (aligned) stem.resize(stem.size() - 8);
        if (aligned)
            pictures[stem] = file;
        else
            pictures.emplace(stem, file);
    }
    return pictures;
}

fs::path find_list(const std::vector<fs::path>& files) {
    for (const fs::path& file : files) {
        const std::string name = lower_case(file.filename().string());
        if (name == "list_patition_label.txt" || name == "list_partition_label.txt") return file;
    }
    return {};
}

PictureEntry entry_of(const std::string& name, int code, const std::map<std::string, fs::path>& pictures,
                      const fs::path& root) {
    PictureEntry entry;
    const std::string stem = fs::path(name).stem().string();
    entry.split = name.starts_with("test") ? Split::kTest : Split::kTrain;
    const auto picture = pictures.find(stem);
    entry.file = picture == pictures.end() ? root / name : picture->second;
    if (picture == pictures.end()) {
        entry.reason = "decode_error";
        entry.problem = "listed, but its image is missing";
    }
    if (code >= 1 && code <= 7) {
        entry.label = kWords[static_cast<std::size_t>(code - 1)];
    } else {
        entry.reason = "unknown_label";
        entry.problem = "its label is " + std::to_string(code) + " instead of 1 to 7";
    }
    return entry;
}

}  // namespace

std::unique_ptr<Source> open_rafdb_source(const fs::path& folder, const SourceOptions&) {
    const auto files = files_below(folder);
    const fs::path label_list = find_list(files);
    if (label_list.empty()) {
        throw_wrong_layout(folder, "RAF-DB with its labels",
                           "EmoLabel/list_patition_label.txt and Image/aligned/train_00001_aligned.jpg");
    }
    const auto pictures = find_pictures(files);
    PictureList list{"rafdb", "RAF-DB", folder, {kWords.begin(), kWords.end()}, {}, {}};
    std::istringstream lines(read_file(label_list, std::size_t{1} << 24));
    std::string line, name;
    for (int number = 1; std::getline(lines, line); ++number) {
        std::istringstream fields(line);
        int code = 0;
        if (!(fields >> name)) continue;
        if (!(fields >> code)) {
            throw_input_error("The line has no label number.", label_list.string() + ", line " + std::to_string(number),
                              "Expected lines like \"train_00001.jpg 5\".");
        }
        list.entries.push_back(entry_of(name, code, pictures, folder));
    }
    if (list.entries.size() != 15339) {
        list.notes.push_back("RAF-DB lists 12,271 + 3,068 images; here are " + std::to_string(list.entries.size()) +
                             ".");
    }
    return make_picture_source(std::move(list));
}

}  // namespace bplf
