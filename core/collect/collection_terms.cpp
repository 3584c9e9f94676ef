// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/collection_terms.h"

#include <array>
#include <string_view>
#include <utility>

namespace bplf {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kTerms{{
    {"JAFFE", "JAFFE: on request, non-commercial research, not to be passed on."},
    {"CK+", "CK+: signed agreement, research only, not to be passed on."},
    {"FER2013", "FER2013: no licence was ever given; research use, not to be passed on."},
    {"MMI", "MMI: signed agreement, non-commercial, not to be passed on."},
    {"KDEF", "KDEF: on request, non-commercial research, never to be passed on in any form without written consent."},
    {"RAF-DB", "RAF-DB: on request, non-commercial research, not to be copied outside one's own institution."},
    {"AffectNet", "AffectNet: on request by academic institutions, research only, not to be passed on."},
    {"ExpW", "ExpW: non-commercial research; the pictures belong to whom they were found with."},
}};

}  // namespace

std::string terms_of(const std::string& collection) {
    for (const auto& [name, terms] : kTerms) {
        if (name == collection) return std::string(terms);
    }
    return {};
}

}  // namespace bplf
