// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures that exist already, from whatever source: matched in luminance, or masked.
#pragma once

#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/image/luminance.h"
#include "core/stimuli/judge.h"
#include "core/stimuli/plan.h"

namespace bplf::stimuli {

/// How one file was changed.
struct FinishedFile {
    std::filesystem::path source, file;
    LuminanceStats before, after;
    double clipped = 0;
    double histogram_error = 0;
};

/// Matches the files' luminance within the mask, which is not applied; targets that are absent are the files' own
/// means. PNGs of the same names appear in `out`. Error(kInput) before anything is written: a file that is no picture,
/// one in which an oval finds no face, one that the mask does not fit, and targets that clip most of a picture;
/// Error(kUsage) for two files of one name and existing outputs without `force`.
std::vector<FinishedFile> match_files(const std::vector<std::filesystem::path>& files, const MaskPlan& mask,
                                      const LuminancePlan& luminance, const FaceFinder& find_faces,
                                      const std::filesystem::path& out, bool force, const ProgressSink& progress,
                                      const std::stop_token& stop);
/// Puts the files before an even grey. Otherwise as match_files().
std::vector<FinishedFile> mask_files(const std::vector<std::filesystem::path>& files, const MaskPlan& mask,
                                     int background, const FaceFinder& find_faces, const std::filesystem::path& out,
                                     bool force, const ProgressSink& progress, const std::stop_token& stop);

}  // namespace bplf::stimuli
