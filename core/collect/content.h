// SPDX-License-Identifier: GPL-3.0-or-later
// From settled candidates to the columns of the data-set file.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/collect/candidate.h"
#include "core/dataset/dataset_file.h"

namespace bplf {

/// The kept candidates by split, shuffled inside each by the seed, so that a prefix is a fair sample. Gives them their
/// rows. Names, size and metadata stay for the caller. Precondition: kept candidates have a split and pixels.
DatasetContent content_of(std::vector<Candidate>& candidates, std::uint64_t seed);

}  // namespace bplf
