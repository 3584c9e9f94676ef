// SPDX-License-Identifier: GPL-3.0-or-later
// From settled candidates to the columns of the data-set file.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/collect/candidate.h"
#include "core/dataset/dataset_file.h"

namespace bplf {

/// The kept candidates in the order of the data set, and their lines in the manifest.
struct OrderedRows {
    std::vector<const Candidate*> rows;
    std::vector<std::int32_t> lines;
};

/// By split, shuffled inside each by the seed, so that a prefix is a fair sample. Gives the candidates their rows.
/// Precondition: kept candidates have a split.
OrderedRows order_rows(std::vector<Candidate>& candidates, std::uint64_t seed);

/// All columns but pixels and masks. Size, sources' names and metadata stay for the caller.
DatasetContent content_of(const OrderedRows& ordered, const std::vector<std::string>& class_names);

/// The same without the lines in the manifest. Where a candidate has a soft label, the others' have the whole weight on
/// their one class.
DatasetContent rows_of(const std::vector<const Candidate*>& rows, const std::vector<std::string>& class_names);

/// Pixels and masks of the rows.
void add_pixels(DatasetContent& content, const std::vector<const Candidate*>& rows);

}  // namespace bplf
