// SPDX-License-Identifier: GPL-3.0-or-later
// CK+48, the last three frames of CK+'s labelled sequences as they are passed around: <label>/S010_004_00000017.png.
#include <set>

#include "core/collect/source_kind.h"
#include "core/collect/sources/ck_name.h"
#include "core/collect/sources/picture_list.h"

namespace bplf {

std::unique_ptr<Source> open_ck48(const std::filesystem::path& folder, const SourceOptions&) {
    PictureList list{"ck48", "CK+", folder, {}, {}, {}};
    std::set<std::string> words;
    for (const auto& file : files_below(folder)) {
        const auto name = parse_ck_name(file.filename().string());
        const std::string word = file.parent_path().filename().string();
        if (!name || !lies_in_ck_label(file)) continue;
        PictureEntry entry;
        entry.file = file;
        entry.label = word;
        entry.subject = name->subject;
        entry.sequence = name->subject + "/" + name->sequence;
        list.entries.push_back(std::move(entry));
        words.insert(word);
    }
    if (list.entries.empty()) throw_wrong_layout(folder, "ck48");
    list.class_names.assign(words.begin(), words.end());
    if (list.entries.size() != 981) {
        list.notes.push_back("CK+48 has 981 images; here are " + std::to_string(list.entries.size()) + ".");
    }
    list.notes.emplace_back("CK+48 has no neutral images; the original CK+ gives some (kind ckplus).");
    return make_picture_source(std::move(list));
}

std::int64_t recognise_ck48(const Place& place) {
    return place.count(
        [](const auto& file) { return lies_in_ck_label(file) && parse_ck_name(file.filename().string()); });
}

}  // namespace bplf
