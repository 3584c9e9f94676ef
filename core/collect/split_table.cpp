// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/split_table.h"

#include <array>
#include <map>
#include <set>
#include <sstream>

namespace bplf {
namespace {

using Counts = std::array<std::int64_t, kSplitCount>;

void row(std::ostringstream& text, const std::string& name, const Counts& counts) {
    std::int64_t all = 0;
    text << "| " << name << " |";
    for (const std::int64_t count : counts) {
        text << " " << count << " |";
        all += count;
    }
    text << " " << all << " |\n";
}

/// How many groups have images in each split, and how many are in several.
std::string groups_text(const Collected& all) {
    std::map<std::int32_t, std::set<Split>> splits_of;
    for (const Candidate& candidate : all.candidates) {
        if (candidate.kept() && candidate.split) splits_of[candidate.group_number].insert(*candidate.split);
    }
    Counts groups{};
    std::int64_t torn = 0;
    for (const auto& [group, splits] : splits_of) {
        for (const Split split : splits) ++groups[static_cast<std::size_t>(split)];
        torn += splits.size() > 1;
    }
    std::ostringstream text;
    row(text, "*groups*", groups);
    text << "\nA group is a person, or the copies of a picture. " << torn << " groups are in more than one split"
         << (torn > 0 ? ", as their sources have it" : "") << ".\n\n";
    return text.str();
}

}  // namespace

std::string split_table(const Collected& all) {
    std::map<std::int64_t, Counts> by_label;
    std::int64_t dealt = 0;
    for (const Candidate& candidate : all.candidates) {
        if (!candidate.kept() || !candidate.split) continue;
        ++by_label[candidate.label][static_cast<std::size_t>(*candidate.split)];
        dealt += candidate.split_made;
    }
    std::ostringstream text;
    text << "## Splits\n\n" << dealt << " images had no split of their own and were dealt.\n\n| label |";
    for (std::size_t split = 0; split < kSplitCount; ++split)
        text << " " << split_name(static_cast<Split>(split)) << " |";
    text << " all |\n|---|---:|---:|---:|---:|\n";
    Counts sums{};
    for (const auto& [label, counts] : by_label) {
        row(text, all.class_names[static_cast<std::size_t>(label)], counts);
        for (std::size_t split = 0; split < kSplitCount; ++split) sums[split] += counts[split];
    }
    row(text, "all", sums);
    text << groups_text(all);
    return text.str();
}

}  // namespace bplf
