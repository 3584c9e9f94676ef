// SPDX-License-Identifier: GPL-3.0-or-later
// How a study was made, as the beginning of each table's report.
#pragma once

#include <string>

#include "core/study/study.h"

namespace bplf {

/// Heading, budget, machine, what all rows share and what the columns are, in Markdown.
std::string setup_text(const StudyTable& table, const StudyRequest& request, const TrialBudget& budget,
                       const StudyReport& report);

}  // namespace bplf
