// SPDX-License-Identifier: GPL-3.0-or-later
// The word somebody probably meant.
#pragma once

#include <string>
#include <vector>

namespace bplf::cli {

/// The candidate nearest to `word` by edit distance (neighbouring letters swapped count once), or "" when
/// none is near enough to be a likely slip. The first one wins a tie.
std::string nearest_word(const std::string& word, const std::vector<std::string>& candidates);

}  // namespace bplf::cli
