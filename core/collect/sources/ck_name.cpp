// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/sources/ck_name.h"

#include <regex>

#include "core/base/letter_case.h"
#include "core/collect/source.h"
#include "core/collect/sources/picture_list.h"

namespace bplf {

std::optional<CkName> parse_ck_name(const std::string& file) {
    static const std::regex pattern(R"((S\d{3})_(\d{3})_(\d{8})\.(png|jpe?g|tiff?|bmp))",
                                    std::regex::icase | std::regex::optimize);
    std::smatch match;
    if (!std::regex_match(file, match, pattern)) return std::nullopt;
    return CkName{match[1], match[2]};
}

bool lies_in_ck_label(const std::filesystem::path& file) {
    const std::string word = file.parent_path().filename().string();
    return canonical_emotion(word).has_value() || lower_case(word) == "contempt";
}

}  // namespace bplf
