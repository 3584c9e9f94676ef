// SPDX-License-Identifier: GPL-3.0-or-later
// KDEF: AF01/AF01ANS.JPG. Only straight views are used; the other angles are listed as bad_view.
#include <map>

#include "core/collect/sources/layout.h"
#include "core/collect/sources/picture_list.h"

namespace bplf {
namespace {

const std::map<std::string, std::string>& words() {
    static const std::map<std::string, std::string> table{
        {"AF", "fear"},    {"AN", "anger"}, {"DI", "disgust"},  {"HA", "happy"},
        {"NE", "neutral"}, {"SA", "sad"},   {"SU", "surprise"},
    };
    return table;
}

}  // namespace

std::unique_ptr<Source> open_kdef_source(const std::filesystem::path& folder, const SourceOptions&) {
    PictureList list{"kdef", "KDEF", folder, emotion_names(), {}, {}};
    for (const auto& file : files_below(folder)) {
        const auto name = parse_kdef_name(file.filename().string());
        if (!name) continue;
        PictureEntry entry;
        entry.file = file;
        entry.label = words().at(name->expression);
        entry.subject = name->subject;
        entry.sequence = name->session + name->subject + name->expression;
        if (name->angle != "S") {
            entry.reason = "bad_view";
            entry.problem = "angle " + name->angle;
        }
        list.entries.push_back(std::move(entry));
    }
    if (list.entries.empty()) throw_wrong_layout(folder, "KDEF", "AF01/AF01ANS.JPG and its like");
    if (list.entries.size() != 4900) {
        list.notes.push_back("KDEF has 4900 images; here are " + std::to_string(list.entries.size()) + ".");
    }
    return make_picture_source(std::move(list));
}

}  // namespace bplf
