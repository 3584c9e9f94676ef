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
/// rows. Size, sources' names and metadata stay for the caller. Precondition: kept candidates have a split.
DatasetContent content_of(std::vector<Candidate>& candidates, const std::vector<std::string>& class_names,
                          std::uint64_t seed);

/// These candidates as rows in this order; their lines in the manifest stay for the caller too. Where one has a soft
/// label, the others' have the whole weight on their one class.
DatasetContent rows_of(const std::vector<const Candidate*>& rows, const std::vector<std::string>& class_names);

}  // namespace bplf
