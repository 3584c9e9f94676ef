// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/settle.h"

#include <algorithm>

#include "core/collect/near_duplicates.h"
#include "core/collect/parallel.h"

namespace bplf {
namespace {

bool lacks_split(const Candidate& candidate) {
    return candidate.kept() && !candidate.split;
}

/// Where all are to be compared, or where at least one of two is to be dealt a split.
std::vector<NearPair> copies(const std::vector<Candidate>& candidates, const BuildOptions& options,
                             const ProgressSink& progress, const std::stop_token& stop) {
    const bool all = options.drop_near_duplicates;
    if (!is_compared(options) || (!all && std::ranges::none_of(candidates, lacks_split))) return {};
    const auto compared = all ? Compared::kAll : Compared::kWithoutSplit;
    return near_pairs(candidates, compared, thread_count(options.threads), progress, stop);
}

}  // namespace

bool is_compared(const BuildOptions& options) {
    return options.drop_near_duplicates || options.group_copies;
}

void settle(std::vector<Candidate>& candidates, const BuildOptions& options, const ProgressSink& progress,
            const std::stop_token& stop) {
    if (options.drop_duplicates) mark_duplicates(candidates);
    const auto pairs = copies(candidates, options, progress, stop);
    if (options.drop_near_duplicates) mark_near_duplicates(candidates, pairs);
    number_groups(candidates, pairs);
    deal_splits(candidates, options.split_shares, options.seed);
}

}  // namespace bplf
