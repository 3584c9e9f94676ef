// SPDX-License-Identifier: GPL-3.0-or-later
// KDEF: AF01/AF01ANS.JPG. Only straight views are used; the other angles are listed as bad_view.
#include <map>
#include <optional>
#include <regex>

#include "core/base/letter_case.h"
#include "core/collect/source_kind.h"
#include "core/collect/sources/picture_list.h"

namespace bplf {
namespace {

/// "AF01ANS.JPG": session, sex and number, expression, angle.
struct KdefName {
    std::string subject;     ///< "F01": the same person in both sessions
    std::string session;     ///< "A" or "B"
    std::string expression;  ///< "AF" (afraid), "AN", "DI", "HA", "NE", "SA", "SU"
    std::string angle;       ///< "S" straight, "HL", "HR" half profile, "FL", "FR" full profile
};

std::optional<KdefName> parse_kdef_name(const std::string& file) {
    static const std::regex pattern(
        R"(([AB])([FM])(\d{2})(AF|AN|DI|HA|NE|SA|SU)(FL|HL|S|HR|FR)\.(jpe?g|png|bmp|tiff?))",
        std::regex::icase | std::regex::optimize);
    std::smatch match;
    if (!std::regex_match(file, match, pattern)) return std::nullopt;
    return KdefName{upper_case(match[2].str() + match[3].str()), upper_case(match[1]), upper_case(match[4]),
                    upper_case(match[5])};
}

const std::map<std::string, std::string>& kdef_words() {
    static const std::map<std::string, std::string> table{
        {"AF", "fear"},    {"AN", "anger"}, {"DI", "disgust"},  {"HA", "happy"},
        {"NE", "neutral"}, {"SA", "sad"},   {"SU", "surprise"},
    };
    return table;
}

}  // namespace

std::unique_ptr<Source> open_kdef(const std::filesystem::path& folder, const SourceOptions&) {
    PictureList list{"kdef", "KDEF", folder, emotion_names(), {}, {}};
    for (const auto& file : files_below(folder)) {
        const auto name = parse_kdef_name(file.filename().string());
        if (!name) continue;
        PictureEntry entry;
        entry.file = file;
        entry.label = kdef_words().at(name->expression);
        entry.subject = name->subject;
        entry.sequence = name->session + name->subject + name->expression;
        if (name->angle != "S") {
            entry.reason = "bad_view";
            entry.problem = "angle " + name->angle;
        }
        list.entries.push_back(std::move(entry));
    }
    if (list.entries.empty()) throw_wrong_layout(folder, "kdef");
    if (list.entries.size() != 4900) {
        list.notes.push_back("KDEF has 4900 images; here are " + std::to_string(list.entries.size()) + ".");
    }
    return make_picture_source(std::move(list));
}

std::int64_t recognise_kdef(const Place& place) {
    return place.count([](const auto& file) { return parse_kdef_name(file.filename().string()).has_value(); });
}

}  // namespace bplf
