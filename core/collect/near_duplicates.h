// SPDX-License-Identifier: GPL-3.0-or-later
// Candidates that show the same photo though their pixels differ: saved again, brightened, cut, turned, mirrored.
#pragma once

#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

#include "core/base/progress.h"
#include "core/collect/candidate.h"
#include "core/collect/near_search.h"

namespace bplf {

/// 64 bits for the manifest that small changes of a picture hardly alter: signs of the low frequencies against their
/// median. Precondition: `probe` is a Probe.
std::uint64_t perceptual_hash(std::span<const std::uint8_t> probe);

/// Which candidates are held against each other: all, or those without a split against all.
enum class Compared { kAll, kWithoutSplit };

/// Pairs of lines, first < second, sorted. Of kept candidates with a probe only, never two of one sequence or of equal
/// pixels. `threads` >= 1. kInterrupted on stop.
std::vector<NearPair> near_pairs(const std::vector<Candidate>& candidates, Compared compared, int threads,
                                 const ProgressSink& progress = {}, const std::stop_token& stop = {});

/// Of each set of near-duplicates keeps the held-out ones, else the best one with the rest of its sequence; all go when
/// their labels differ. What a person wants stays. The best is the largest that shows more than the smaller ones
/// (Candidate::detail_side); of equal ones that with most pixels around, of the source named first, the first.
void mark_near_duplicates(std::vector<Candidate>& candidates, const std::vector<NearPair>& pairs);

}  // namespace bplf
