// SPDX-License-Identifier: GPL-3.0-or-later
#include <nlohmann/json.hpp>

#include "core/stimuli/rating.h"
#include "rating_page_html.h"

namespace bplf::stimuli {
namespace {

/// Where rating_page.html takes the set in.
constexpr std::string_view kSetMark = "\"RATED SET\"";

/// JSON that no text in it can end a script with.
std::string script_safe(const nlohmann::ordered_json& json) {
    std::string text;
    for (const char c : json.dump()) text += c == '<' ? std::string("\\u003c") : std::string(1, c);
    return text;
}

}  // namespace

std::string rating_page(const SetRecord& set) {
    nlohmann::ordered_json facts{{"id", set.plan_sha256},
                                 {"steps", kRatingSteps},
                                 {"choices", rating_choices(set.design.plan)},
                                 {"files", nlohmann::ordered_json::array()}};
    for (const DesignedPicture& picture : set.design.pictures) facts["files"].push_back(picture.file);
    std::string page(kRatingPageHtml);
    return page.replace(page.find(kSetMark), kSetMark.size(), script_safe(facts));
}

}  // namespace bplf::stimuli
