// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stimuli/plan_edit.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "core/base/error.h"
#include "core/sample/request_text.h"

namespace bplf::stimuli {
namespace {

constexpr std::uint64_t kMostSeeds = 100000;

[[noreturn]] void throw_no_seeds(const std::string& text) {
    throw_input_error("\"" + text + "\" are no seeds.", "seeds", "Write whole numbers and ranges, such as 1-12, 40.");
}

[[noreturn]] void throw_no_levels(const std::string& text) {
    throw_input_error("\"" + text + "\" are no levels.", "levels",
                      "Write percent from 0 to 100, each once, such as 0, 50, 100, or equal steps, such as 0-100/5.");
}

bool read_whole(const std::string& text, std::uint64_t& value) {
    const std::string word = text::trim(text);
    const auto [end, problem] = std::from_chars(word.data(), word.data() + word.size(), value);
    return !word.empty() && problem == std::errc() && end == word.data() + word.size();
}

bool is_plain_seeds(const IdentityEntry& entry) {
    return entry.kind == IdentityEntry::Kind::kSeeds && entry.name.empty();
}

IdentityEntry seeds_of(const std::string& part, const std::string& text) {
    IdentityEntry entry;
    const std::size_t dash = part.find('-');
    if (!read_whole(part.substr(0, dash), entry.first)) throw_no_seeds(text);
    entry.last = entry.first;
    if (dash != std::string::npos && !read_whole(part.substr(dash + 1), entry.last)) throw_no_seeds(text);
    if (entry.last < entry.first || entry.last - entry.first >= kMostSeeds) throw_no_seeds(text);
    return entry;
}

void check_each_once(std::vector<IdentityEntry> entries) {
    std::ranges::sort(entries, {}, &IdentityEntry::first);
    std::uint64_t count = 0;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        count += entries[i].last - entries[i].first + 1;
        if (i > 0 && entries[i].first <= entries[i - 1].last)
            throw_input_error("Seed " + std::to_string(entries[i].first) + " is there twice.", "seeds",
                              "Name each seed once.");
    }
    if (count > kMostSeeds) throw_input_error("These are too many seeds.", "seeds", "Use 100000 at most.");
}

std::vector<int> steps_of(const std::string& text) {
    const std::size_t dash = text.find('-'), slash = text.find('/');
    std::uint64_t from = 0, to = 0, step = 0;
    const bool is_read = dash < slash && read_whole(text.substr(0, dash), from) &&
                         read_whole(text.substr(dash + 1, slash - dash - 1), to) &&
                         read_whole(text.substr(slash + 1), step);
    if (!is_read || step == 0 || to > 100 || to < from || (to - from) % step != 0) throw_no_levels(text);
    std::vector<int> levels;
    for (std::uint64_t level = from; level <= to; level += step) levels.push_back(static_cast<int>(level));
    return levels;
}

}  // namespace

std::string seeds_text(const Plan& plan) {
    std::string text;
    for (const IdentityEntry& entry : plan.identities) {
        if (!is_plain_seeds(entry)) continue;
        text += (text.empty() ? "" : ", ") + std::to_string(entry.first);
        if (entry.last != entry.first) text += "-" + std::to_string(entry.last);
    }
    return text;
}

void set_seeds(Plan& plan, const std::string& text) {
    std::vector<IdentityEntry> seeds;
    if (!text::trim(text).empty()) {
        for (const std::string& part : text::split(text, ',')) seeds.push_back(seeds_of(part, text));
    }
    check_each_once(seeds);
    std::vector<IdentityEntry>& all = plan.identities;
    const auto place = std::ranges::find_if(all, is_plain_seeds) - all.begin();
    std::erase_if(all, is_plain_seeds);
    all.insert(all.begin() + std::min<std::ptrdiff_t>(place, std::ssize(all)), seeds.begin(), seeds.end());
}

std::string levels_text(const std::vector<int>& levels) {
    std::string text;
    for (const int level : levels) text += (text.empty() ? "" : ", ") + std::to_string(level);
    return text;
}

std::vector<int> levels_from_text(const std::string& text) {
    if (text.find('/') != std::string::npos) return steps_of(text);
    std::set<int> levels;
    for (const std::string& part : text::split(text, ',')) {
        std::uint64_t level = 0;
        if (!read_whole(part, level) || level > 100 || !levels.insert(static_cast<int>(level)).second)
            throw_no_levels(text);
    }
    return {levels.begin(), levels.end()};
}

Expression expression_from_text(const std::string& text, const std::vector<std::string>& labels) {
    const std::size_t colon = text.find(':');
    Expression expression;
    expression.mix = parse_label_mix(text::trim(colon == std::string::npos ? text : text.substr(colon + 1)), labels);
    if (expression.mix.empty())
        throw_input_error("\"" + text + "\" is no mix.", "expressions",
                          "Write a name and weights, such as bittersweet: happy=0.5, sad=0.5.");
    if (colon != std::string::npos) expression.name = text::trim(text.substr(0, colon));
    if (!expression.name.empty()) return expression;
    for (const LabelWeight& part : expression.mix) expression.name += (expression.name.empty() ? "" : "-") + part.label;
    return expression;
}

std::string expression_text(const Expression& expression) {
    return expression.name + ": " + format_label_mix(expression.mix);
}

void remove_identity(Plan& plan, std::size_t entry, std::uint64_t seed) {
    BPLF_CHECK(entry < plan.identities.size(), "an entry of the plan");
    const IdentityEntry found = plan.identities[entry];
    auto place = plan.identities.erase(plan.identities.begin() + static_cast<std::ptrdiff_t>(entry));
    if (found.kind != IdentityEntry::Kind::kSeeds || found.first == found.last) return;
    IdentityEntry below = found, above = found;
    below.last = seed - 1;
    above.first = seed + 1;
    if (seed < found.last) place = plan.identities.insert(place, above);
    if (seed > found.first) plan.identities.insert(place, below);
}

}  // namespace bplf::stimuli
