// SPDX-License-Identifier: GPL-3.0-or-later
// Among many pictures, those that show the same photo though their pixels differ.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <stop_token>
#include <utility>
#include <vector>

#include "core/base/progress.h"

namespace bplf {

struct NearDuplicateRule {
    int most_bits = 12;  ///< fingerprints may differ in so many of 63 bits, which alone would pair strangers …
    double least_correlation = 0.95;  ///< … so that the faces themselves must agree as well, see likeness()
};

/// Numbers of two pictures, the smaller first.
using NearPair = std::pair<std::size_t, std::size_t>;

/// Pictures to be searched. The functions are called from several threads.
struct NearSearch {
    std::size_t count = 0;
    std::function<std::vector<std::uint8_t>(std::size_t)> probe;  ///< as Probe (likeness.h)
    std::function<bool(std::size_t, std::size_t)> may_be_copies;  ///< others are not compared; symmetric
    NearDuplicateRule rule;
    int threads = 1;
};

/// All pairs found, sorted. Each picture, as it is and mirrored, turned by up to 10° and cut by up to 15 %, is held
/// against all others; of those whose fingerprints are alike the 32 nearest are compared. 16 bytes for each picture are
/// held. The outcome does not depend on the threads. kInterrupted on stop.
std::vector<NearPair> near_pairs(const NearSearch& search, const ProgressSink& progress = {},
                                 const std::stop_token& stop = {});

}  // namespace bplf
