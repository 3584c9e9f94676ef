// SPDX-License-Identifier: GPL-3.0-or-later
// The measured parts of methods.txt.
#pragma once

#include <string>

#include "core/stimuli/set_record.h"

namespace bplf::stimuli {

/// Lines broken at blanks.
std::string wrapped(const std::string& paragraph);
/// What was matched to what, and the errors that are left.
std::string matching_sentences(const SetRecord& set);
/// Luminance by expression before and after, so that what a model learned of light shows.
std::string light_table(const SetRecord& set);
/// What was asked for and what the judge sees, at the highest level.
std::string judge_table(const SetRecord& set);

}  // namespace bplf::stimuli
