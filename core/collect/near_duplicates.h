// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures that show the same photo though their pixels differ: saved again, brightened, shifted by a pixel.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "core/collect/candidate.h"

namespace bplf {

inline constexpr int kProbeSide = 48;  ///< faces are compared as grey pictures of this side

/// 64 bits that small changes of a picture hardly alter: signs of the low frequencies against their median.
/// Precondition: `probe` has kProbeSide² values.
std::uint64_t perceptual_hash(std::span<const std::uint8_t> probe);

/// Zero-mean normalised correlation, 1 for pictures that differ in brightness and contrast only; 0 where one is
/// constant. Precondition: equal sizes.
double correlation(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b);

struct NearDuplicateRule {
    int most_bits = 8;                ///< hashes may differ in so many bits, which alone would pair strangers …
    double least_correlation = 0.95;  ///< … so that the faces themselves must agree as well
};

/// Pairs of lines, first < second, sorted. Kept candidates only, never two of one sequence.
std::vector<std::pair<std::size_t, std::size_t>> near_pairs(const std::vector<Candidate>& candidates,
                                                            const NearDuplicateRule& rule = {});

/// Of each set of near-duplicates keeps the held-out ones, else the best one (most pixels, then the source named
/// first, then the line) with the rest of its sequence; all go when their labels differ. What a person wants stays.
void mark_near_duplicates(std::vector<Candidate>& candidates, const NearDuplicateRule& rule = {});

}  // namespace bplf
