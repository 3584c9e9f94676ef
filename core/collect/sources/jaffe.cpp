// SPDX-License-Identifier: GPL-3.0-or-later
// JAFFE: XX.EEn.k.tiff, flat or in any folders, also as people convert it.
#include <algorithm>
#include <map>
#include <optional>
#include <regex>

#include "core/base/letter_case.h"
#include "core/collect/source_kind.h"
#include "core/collect/sources/picture_list.h"

namespace bplf {
namespace {

constexpr std::size_t kOfficialImages = 213;
constexpr std::size_t kOfficialSubjects = 10;

/// "KA.AN1.39.tiff", also with ".jpg", ".bmp" or ".tiff.bmp".
struct JaffeName {
    std::string subject;     ///< "KA"
    std::string expression;  ///< "AN", "DI", "FE", "HA", "NE", "SA", "SU"
};

std::optional<JaffeName> parse_jaffe_name(const std::string& file) {
    static const std::regex pattern(R"(([A-Z]{2})\.(AN|DI|FE|HA|NE|SA|SU)(\d+)\.(\d+)\.(tiff?|jpe?g|png|bmp)(\.bmp)?)",
                                    std::regex::icase | std::regex::optimize);
    std::smatch match;
    if (!std::regex_match(file, match, pattern)) return std::nullopt;
    return JaffeName{upper_case(match[1]), upper_case(match[2])};
}

const std::map<std::string, std::string>& jaffe_words() {
    static const std::map<std::string, std::string> table{
        {"AN", "anger"},   {"DI", "disgust"}, {"FE", "fear"},     {"HA", "happy"},
        {"NE", "neutral"}, {"SA", "sad"},     {"SU", "surprise"},
    };
    return table;
}

void note_what_is_missing(PictureList& list) {
    std::map<std::string, int> subjects;
    for (const PictureEntry& entry : list.entries) ++subjects[entry.subject];
    if (list.entries.size() < kOfficialImages) {
        list.notes.push_back("JAFFE has 213 images of 10 women; here are " + std::to_string(list.entries.size()) +
                             " of " + std::to_string(subjects.size()) + ".");
    } else if (list.entries.size() > kOfficialImages || subjects.size() > kOfficialSubjects) {
        list.notes.push_back("JAFFE has 213 images; here are " + std::to_string(list.entries.size()) +
                             ": perhaps the same ones in several formats.");
    }
}

}  // namespace

std::unique_ptr<Source> open_jaffe(const std::filesystem::path& folder, const SourceOptions&) {
    PictureList list{"jaffe", "JAFFE", folder, emotion_names(), {}, {}};
    for (const auto& file : files_below(folder)) {
        const auto name = parse_jaffe_name(file.filename().string());
        if (!name) continue;
        PictureEntry entry;
        entry.file = file;
        entry.label = jaffe_words().at(name->expression);
        entry.subject = name->subject;
        entry.sequence = name->subject + "." + name->expression;
        list.entries.push_back(std::move(entry));
    }
    if (list.entries.empty()) throw_wrong_layout(folder, "jaffe");
    note_what_is_missing(list);
    return make_picture_source(std::move(list));
}

std::int64_t recognise_jaffe(const Place& place) {
    return place.count([](const auto& file) { return parse_jaffe_name(file.filename().string()).has_value(); });
}

}  // namespace bplf
