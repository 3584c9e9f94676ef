// SPDX-License-Identifier: GPL-3.0-or-later
// Further columns of the tables that images came from, as columns of the data set.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/collect/candidate.h"
#include "core/dataset/dataset_file.h"

namespace bplf {

/// The whole text as a finite number.
std::optional<double> number_in(std::string_view text);

/// One column for each name that a row has, sorted: numbers where all that is written in it are numbers, else words.
std::vector<ExtraColumn> extra_columns_of(const std::vector<const Candidate*>& rows);

}  // namespace bplf
