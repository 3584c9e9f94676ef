// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/source_options.h"

#include <array>
#include <utility>

#include "core/base/error.h"

namespace bplf {
namespace {

constexpr std::array<std::pair<const char*, CkNeutral>, 4> kNeutralWords{{
    {"none", CkNeutral::kNone},
    {"first_of_labelled", CkNeutral::kFirstOfLabelled},
    {"first_per_subject", CkNeutral::kFirstPerSubject},
    {"first_of_all", CkNeutral::kFirstOfAll},
}};

constexpr std::array<std::pair<const char*, FerLabels>, 3> kFerWords{{
    {"original", FerLabels::kOriginal},
    {"ferplus_majority", FerLabels::kFerPlusMajority},
    {"agree", FerLabels::kAgree},
}};

template <typename Words>
auto value_of(const Words& words, const std::string& text, const char* what) {
    std::string known;
    for (const auto& [word, value] : words) {
        if (text == word) return value;
        known += known.empty() ? word : std::string(", ") + word;
    }
    throw_usage_error(std::string("is not ") + what + ".", text, "Choose one of " + known + ".");
}

template <typename Words, typename Value>
std::string word_of(const Words& words, Value wanted) {
    for (const auto& [word, value] : words) {
        if (value == wanted) return word;
    }
    return {};
}

}  // namespace

CkNeutral parse_ck_neutral(const std::string& text) {
    return value_of(kNeutralWords, text, "a choice of CK+'s neutral frames");
}

FerLabels parse_fer_labels(const std::string& text) {
    return value_of(kFerWords, text, "a choice of FER2013's labels");
}

std::string to_string(const SourceOptions& options) {
    return "ck_peak_frames=" + std::to_string(options.ck_peak_frames) +
           " ck_neutral=" + word_of(kNeutralWords, options.ck_neutral) +
           " mmi_frames=" + std::to_string(options.mmi_frames) +
           " fer_labels=" + word_of(kFerWords, options.fer_labels) +
           " ferplus=" + (options.ferplus.empty() ? "off" : "on") +
           " labels=" + (options.labels.empty() ? "own" : "table");
}

}  // namespace bplf
