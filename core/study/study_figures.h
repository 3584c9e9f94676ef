// SPDX-License-Identifier: GPL-3.0-or-later
// Figures 7 to 10 of the paper from the study's own trainings.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/study/study.h"

namespace bplf {

/// figure7: training curves of the ablation on faces, smoothed 0.85, SVG and PNG. figure8: Glow's
/// and BPLF's labelled samples side by side. figure9: unlabelled samples of BPLF. figure10: one row
/// for each label. Returns the files; seed 1 of each row is drawn, at the model's own temperatures.
/// A row that diverged is left out.
std::vector<std::filesystem::path> write_figure(const std::string& figure, const StudyRequest& request,
                                                const StudyReport& report);

}  // namespace bplf
