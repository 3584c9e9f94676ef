// SPDX-License-Identifier: GPL-3.0-or-later
// Splits for collections that have none: groups whole, labels balanced.
#include <algorithm>
#include <array>
#include <map>

#include "core/base/philox.h"
#include "core/collect/candidate.h"

namespace bplf {
namespace {

constexpr std::uint32_t kTieStream = 0x53504C54;  // "SPLT"

using Weights = std::map<std::int64_t, double>;

/// The split that a source gave to kept members of each group, the first one's where they differ.
std::map<std::int32_t, Split> given_splits(const std::vector<Candidate>& candidates) {
    std::map<std::int32_t, Split> splits;
    for (const Candidate& candidate : candidates) {
        if (candidate.kept() && candidate.split) splits.emplace(candidate.group_number, *candidate.split);
    }
    return splits;
}

void follow_given_splits(std::vector<Candidate>& candidates) {
    const auto given = given_splits(candidates);
    for (Candidate& candidate : candidates) {
        if (!candidate.kept() || candidate.split) continue;
        const auto found = given.find(candidate.group_number);
        if (found == given.end()) continue;
        candidate.split = found->second;
        candidate.split_made = true;
    }
}

struct Group {
    std::vector<std::size_t> lines;
    Weights labels;
    std::uint64_t tie = 0;
};

std::vector<Group> groups_without_split(const std::vector<Candidate>& candidates, std::uint64_t seed) {
    std::map<std::int32_t, Group> by_number;
    for (std::size_t line = 0; line < candidates.size(); ++line) {
        const Candidate& candidate = candidates[line];
        if (!candidate.kept() || candidate.split) continue;
        Group& group = by_number[candidate.group_number];
        group.lines.push_back(line);
        ++group.labels[candidate.label];
    }
    const PhiloxStream stream(seed, kTieStream);
    std::vector<Group> groups;
    for (auto& [number, group] : by_number) {
        group.tie = stream.bits_at(static_cast<std::uint64_t>(number));
        groups.push_back(std::move(group));
    }
    std::stable_sort(groups.begin(), groups.end(), [](const Group& a, const Group& b) {
        return a.lines.size() != b.lines.size() ? a.lines.size() > b.lines.size() : a.tie < b.tie;
    });
    return groups;
}

/// How much a split still misses of what the group brings; falls from 1 to 0 as it fills.
double need(const Group& group, const Weights& have, const Weights& total, double share) {
    double sum = 0;
    for (const auto& [label, count] : group.labels) {
        const auto found = have.find(label);
        const double present = found == have.end() ? 0 : found->second;
        sum += count * (1 - present / (share * total.at(label)));
    }
    return sum;
}

}  // namespace

void deal_splits(std::vector<Candidate>& candidates, const SplitShares& shares, std::uint64_t seed) {
    follow_given_splits(candidates);
    const auto groups = groups_without_split(candidates, seed);
    Weights total;
    for (const Group& group : groups) {
        for (const auto& [label, count] : group.labels) total[label] += count;
    }
    std::array<Weights, kSplitCount> have;
    for (const Group& group : groups) {
        std::size_t best = 0;
        for (std::size_t split = 1; split < kSplitCount; ++split) {
            if (shares[split] <= 0) continue;
            if (need(group, have[split], total, shares[split]) > need(group, have[best], total, shares[best])) {
                best = split;
            }
        }
        for (const auto& [label, count] : group.labels) have[best][label] += count;
        for (const std::size_t line : group.lines) {
            candidates[line].split = static_cast<Split>(best);
            candidates[line].split_made = true;
        }
    }
}

}  // namespace bplf
