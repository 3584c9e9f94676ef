// SPDX-License-Identifier: GPL-3.0-or-later
// A table of the study as Markdown, CSV and JSON, the paper's numbers beside ours.
#pragma once

#include <filesystem>
#include <vector>

#include "core/study/study.h"

namespace bplf {

/// <out>/<table>.md, .csv and .json; returns their paths.
std::vector<std::filesystem::path> write_table(const StudyTable& table, const StudyRequest& request,
                                               const TrialBudget& budget, const StudyReport& report);

}  // namespace bplf
