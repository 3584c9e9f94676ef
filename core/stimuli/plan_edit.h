// SPDX-License-Identifier: GPL-3.0-or-later
// Parts of a plan as a person types them, for editors.
#pragma once

#include <string>
#include <vector>

#include "core/stimuli/plan.h"

namespace bplf::stimuli {

/// The seeds of the plan without a name of their own: "1-12, 40".
std::string seeds_text(const Plan& plan);
/// Gives the plan these seeds in place of those; an empty text takes them away. Error(kInput) for a text that is none,
/// a seed that is named twice, or more than 100000 seeds; the plan is as it was.
void set_seeds(Plan& plan, const std::string& text);

/// "0, 25, 50, 75, 100".
std::string levels_text(const std::vector<int>& levels);
/// Percent as in levels_text(), in any order, or in equal steps: "0-100/5". Error(kInput) for anything else.
std::vector<int> levels_from_text(const std::string& text);

/// A mix of labels and its name: "bittersweet: happy=0.5, sad=0.5"; without a name it is called after its labels. Error
/// for a text that is none, and for words that are not in `labels`.
Expression expression_from_text(const std::string& text, const std::vector<std::string>& labels);
/// The inverse of expression_from_text().
std::string expression_text(const Expression& expression);

/// Takes one identity out: `seed` of the seeds entry at `entry`, else the whole entry.
void remove_identity(Plan& plan, std::size_t entry, std::uint64_t seed);

}  // namespace bplf::stimuli
