// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/history_filter.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <sstream>

#include "core/base/error.h"
#include "core/base/letter_case.h"

namespace bplf::project {
namespace {

constexpr double kDay = 24.0 * 3600 * 1000;
/// Shares are shown as whole percents.
constexpr double kHalfPercent = 0.5;
const std::string kStar = "★";

/// How many stars the word is made of; 0 for any other.
int stars_in(const std::string& word) {
    int stars = 0;
    for (std::size_t at = 0; at < word.size(); ++stars) {
        if (word[at] == '*') {
            ++at;
        } else if (word.compare(at, kStar.size(), kStar) == 0) {
            at += kStar.size();
        } else {
            return 0;
        }
    }
    return stars;
}

struct Comparison {
    std::string name, sign;
    double value = 0;

    bool holds(double actual) const {
        if (sign == "<") return actual < value;
        if (sign == "<=") return actual <= value;
        if (sign == ">") return actual > value;
        if (sign == ">=") return actual >= value;
        return actual == value;
    }
};

std::optional<Comparison> comparison_in(const std::string& word) {
    const std::size_t at = word.find_first_of("<>=");
    if (at == 0 || at == std::string::npos) return std::nullopt;
    const std::size_t after = word[at] != '=' && at + 1 < word.size() && word[at + 1] == '=' ? at + 2 : at + 1;
    Comparison found{lower_case(word.substr(0, at)), word.substr(at, after - at), 0};
    const char* end = word.data() + word.size();
    const auto read = std::from_chars(word.data() + after, end, found.value);
    if (read.ec != std::errc() || read.ptr != end)
        throw_usage_error("\"" + word + "\" needs a number behind " + found.sign + ".", "filter", "Write T<0.8.");
    return found;
}

double share_of(const LabelMix& mix, const std::string& label) {
    const auto part = std::ranges::find_if(mix, [&](const LabelWeight& w) { return lower_case(w.label) == label; });
    return part == mix.end() ? 0 : part->weight;
}

bool has_text(const HistoryRecord& record, const std::string& word) {
    if (share_of(record.mix, word) > 0) return true;
    for (const std::string* text : {&record.title, &record.screen, &record.kind, &record.model})
        if (lower_case(*text).find(word) != std::string::npos) return true;
    return false;
}

}  // namespace

HistoryFilter::Term HistoryFilter::parse_word(const std::string& word, std::int64_t now) {
    if (word.size() > 1 && word[0] == '-')
        return [term = parse_word(word.substr(1), now)](const HistoryRecord& record) { return !term(record); };
    if (const int stars = stars_in(word); stars > 0)
        return [stars](const HistoryRecord& record) { return record.rating >= stars; };
    const auto asked = comparison_in(word);
    if (!asked) return [text = lower_case(word)](const HistoryRecord& record) { return has_text(record, text); };
    if (asked->name == "t")
        return [c = *asked](const HistoryRecord& record) { return record.temperature && c.holds(*record.temperature); };
    if (asked->name == "seed")
        return [c = *asked](const HistoryRecord& record) {
            return record.seed && c.holds(static_cast<double>(*record.seed));
        };
    if (asked->name == "stars") return [c = *asked](const HistoryRecord& record) { return c.holds(record.rating); };
    if (asked->name == "age")
        return [c = *asked, now](const HistoryRecord& record) {
            return c.holds(static_cast<double>(now - record.time) / kDay);
        };
    return [c = *asked](const HistoryRecord& record) {
        const double percent = 100 * share_of(record.mix, c.name);
        return c.sign == "=" ? std::abs(percent - c.value) <= kHalfPercent : c.holds(percent);
    };
}

HistoryFilter HistoryFilter::parse(const std::string& text, std::int64_t now) {
    HistoryFilter filter;
    std::istringstream words(text);
    for (std::string word; words >> word;) filter.terms_.push_back(parse_word(word, now));
    return filter;
}

bool HistoryFilter::matches(const HistoryRecord& record) const {
    return std::ranges::all_of(terms_, [&](const Term& term) { return term(record); });
}

}  // namespace bplf::project
