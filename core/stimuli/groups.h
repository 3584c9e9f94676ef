// SPDX-License-Identifier: GPL-3.0-or-later
// Which group of participants sees which identity with which emotion: a Latin square.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace bplf::stimuli {

/// result[g][i]: the emotion with which group g sees identity i. Within a group each emotion is shown by equally many
/// identities; over the groups no identity shows an emotion twice. Identities are dealt to the square's rows by `seed`.
/// Error(kInput) at `where` when that cannot be: more groups than emotions, or identities that the emotions do not
/// divide.
std::vector<std::vector<int>> latin_square(int identities, int emotions, int groups, std::uint64_t seed,
                                           const std::string& where);

}  // namespace bplf::stimuli
