// SPDX-License-Identifier: GPL-3.0-or-later
// AffectNet: Manually_Annotated_Images/1 … with lists whose column subDirectory_filePath names them, or
// train_set/images/0.jpg with annotations/0_exp.npy.
#include <algorithm>
#include <array>
#include <charconv>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/collect/source_kind.h"
#include "core/collect/sources/file_index.h"
#include "core/collect/sources/picture_list.h"
#include "core/collect/split_words.h"

namespace bplf {
namespace {

namespace fs = std::filesystem;

constexpr std::array<const char*, 8> kWords{"neutral", "happy",   "sad",   "surprise",
                                            "fear",    "disgust", "anger", "contempt"};
constexpr std::array<const char*, 3> kOthers{"none", "uncertain", "no face"};  // 8 to 10
constexpr std::size_t kFileColumn = 0, kLabelColumn = 6, kListColumns = 9;     // validation.csv has no header

/// Gives the entry the label of a number, or the reason for having none.
void set_label(int code, PictureEntry& entry) {
    const auto words = static_cast<int>(kWords.size());
    if (code >= 0 && code < words) {
        entry.label = kWords[static_cast<std::size_t>(code)];
        return;
    }
    entry.label = "none";
    const bool known = code >= words && code < words + static_cast<int>(kOthers.size());
    entry.reason = known ? "excluded_label" : "unknown_label";
    entry.problem = known ? std::string("AffectNet says: ") + kOthers[static_cast<std::size_t>(code - words)]
                          : "its label is " + std::to_string(code) + " instead of 0 to 10";
}

int number_in(const std::string& text) {
    int code = -1;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), code);
    return problem == std::errc() && end == text.data() + text.size() ? code : -1;
}

/// The scalar of a NumPy file: a number, or a text of digits as some copies store it; -1 for anything else.
int number_in_npy(const fs::path& file) {
    const std::string bytes = read_file(file, 1 << 16);
    if (!bytes.starts_with("\x93NUMPY") || bytes.size() < 10) return -1;
    const std::size_t header = static_cast<unsigned char>(bytes[8]) + 256u * static_cast<unsigned char>(bytes[9]);
    if (bytes.size() < 10 + header) return -1;
    const std::string described = bytes.substr(10, header), data = bytes.substr(10 + header);
    if (described.find("'<i") != std::string::npos || described.find("'|i1") != std::string::npos ||
        described.find("'|u1") != std::string::npos) {
        return data.empty() ? -1 : static_cast<unsigned char>(data[0]);  // 0 to 10 fit into the lowest byte
    }
    std::string digits = data;
    std::erase(digits, '\0');  // UTF-32
    return number_in(digits);
}

bool is_list_header(const TableHeader& header) {
    return header.find({"subDirectory_filePath"}) != TableHeader::npos &&
           header.find({"expression"}) != TableHeader::npos;
}

/// A list without its header, as validation.csv is passed around.
bool is_bare_list(const TableHeader& first) {
    return first.size() == kListColumns && is_picture(first.names()[kFileColumn]) &&
           number_in(first.names()[kLabelColumn]) >= 0;
}

void read_list(const Place::HeadedTable& list, FileIndex& index, PictureList& pictures) {
    const bool headed = is_list_header(list.header);
    const std::size_t file = headed ? list.header.find({"subDirectory_filePath"}) : kFileColumn;
    const std::size_t label = headed ? list.header.find({"expression"}) : kLabelColumn;
    // Landmarks are parted by semicolons, of which there are more.
    Table table(list.file, {.delimiter = ','});
    TableRow row;
    if (headed) table.next(row);
    while (table.next(row)) {
        if (row.cells.size() <= std::max(file, label)) {
            throw_input_error("The row has too few fields.", table.where(row.line), "Get the list again.");
        }
        PictureEntry entry;
        entry.split = split_of_word(list.file.stem().string());
        entry.file = index.find("Manually_Annotated_Images/" + row.cells[file]);
        if (entry.file.empty()) entry.file = index.find(row.cells[file]);
        set_label(number_in(row.cells[label]), entry);
        if (entry.file.empty()) {
            entry.file = pictures.root / printable(row.cells[file]);
            entry.reason = "decode_error";
            entry.problem = "listed, but its image is missing";
        }
        pictures.entries.push_back(std::move(entry));
    }
}

std::vector<Place::HeadedTable> lists_of(const Place& place) {
    std::vector<Place::HeadedTable> lists;
    bool headed = false;
    for (const auto& table : place.tables()) headed = headed || is_list_header(table.header);
    for (const auto& table : place.tables()) {
        Table raw(table.file, {.delimiter = ','});
        TableRow row;
        if (!raw.next(row)) continue;
        TableHeader first(std::move(row.cells));
        if (is_list_header(first) || (headed && is_bare_list(first))) lists.push_back({table.file, std::move(first)});
    }
    return lists;
}

bool is_annotated(const fs::path& file) {
    return file.filename().string().ends_with("_exp.npy");
}

/// "train_set/images/0.jpg" for "train_set/annotations/0_exp.npy".
void read_annotation(const fs::path& annotation, PictureList& pictures) {
    PictureEntry entry;
    std::string stem = annotation.filename().string();
    stem.resize(stem.size() - 8);
    const fs::path set = annotation.parent_path().parent_path();
    entry.file = set / "images" / (stem + ".jpg");
    if (fs::exists(set / "images" / (stem + ".png"))) entry.file.replace_extension(".png");
    entry.split = split_of_word(set.filename().string());
    set_label(number_in_npy(annotation), entry);
    if (!fs::exists(entry.file)) {
        entry.reason = "decode_error";
        entry.problem = "annotated, but its image is missing";
    }
    pictures.entries.push_back(std::move(entry));
}

}  // namespace

std::unique_ptr<Source> open_affectnet(const fs::path& folder, const SourceOptions&) {
    const Place place(folder);
    PictureList pictures{"affectnet", "AffectNet", folder, {kWords.begin(), kWords.end()}, {}, {}};
    FileIndex index(folder);
    for (const auto& list : lists_of(place)) read_list(list, index, pictures);
    if (pictures.entries.empty()) {
        for (const fs::path& file : place.files()) {
            if (is_annotated(file)) read_annotation(file, pictures);
        }
    }
    if (pictures.entries.empty()) throw_wrong_layout(folder, "affectnet");
    return make_picture_source(std::move(pictures));
}

std::int64_t recognise_affectnet(const Place& place) {
    const bool listed =
        std::ranges::any_of(place.tables(), [](const auto& table) { return is_list_header(table.header); });
    return listed ? static_cast<std::int64_t>(place.files().size()) : place.count(is_annotated);
}

}  // namespace bplf
