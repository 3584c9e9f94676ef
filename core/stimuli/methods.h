// SPDX-License-Identifier: GPL-3.0-or-later
// methods.txt: how the set was made, in sentences for a paper, every number from the set itself.
#pragma once

#include <string>

#include "core/stimuli/set_record.h"

namespace bplf::stimuli {

std::string methods_text(const SetRecord& set);

}  // namespace bplf::stimuli
