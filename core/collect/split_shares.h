// SPDX-License-Identifier: GPL-3.0-or-later
// How large the splits of a collection without its own become.
#pragma once

#include <array>
#include <string>

#include "core/dataset/dataset_file.h"

namespace bplf {

/// Of train, validation and test, in this order; they add up to 1.
using SplitShares = std::array<double, kSplitCount>;

/// "80/10/10": three numbers >= 0 that add up to 100, the first above 0. Error(kUsage) for other texts.
SplitShares parse_split_shares(const std::string& text);

}  // namespace bplf
