// SPDX-License-Identifier: GPL-3.0-or-later
// The faces of a request one by one: which seed, under which look.
#pragma once

#include <cstdint>
#include <vector>

#include "core/sample/request.h"

namespace bplf {

/// One face of a request.
struct CellSpec {
    int index = 0;  ///< row * count + k
    std::uint64_t seed = 0;
    Look look;  ///< resolved
    bool operator==(const CellSpec&) const = default;
};

/// Every cell, row by row; cell k of each row has the seed of the request plus k, or of the candidate chosen of it.
/// What the request's looks leave out is `own`, the model's. Error(kUsage) for a count outside 1..4096, a request
/// without a row, or a look that does not fit the model (see resolved()).
std::vector<CellSpec> cells(const SampleRequest& request, const Look& own);
/// One of them. Error(kUsage) also for an index that is not in the request.
CellSpec cell_of(const SampleRequest& request, int index, const Look& own);
/// How many there are.
int cell_count(const SampleRequest& request);
/// Of the code that cell `index` is drawn from.
std::uint64_t seed_of_cell(const SampleRequest& request, int index);
/// The request that draws the cell of this seed alone; of a chosen candidate it says what it was chosen of.
SampleRequest request_of_cell(const SampleRequest& request, std::uint64_t seed, const Look& look);

}  // namespace bplf
