// SPDX-License-Identifier: GPL-3.0-or-later
// The paper's tables and figures, trained and measured anew at one stated budget (core/study/README.md).
#pragma once

#include <cstdint>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/study/budget.h"
#include "core/study/trial.h"
#include "core/train/ranks.h"

namespace bplf {

struct StudyRequest {
    std::vector<std::string> targets;  ///< study_targets(), at least one
    std::filesystem::path data_root;   ///< folder with mnist, cifar10 and emotionset or fer2013
    std::filesystem::path out;
    Budget budget;
    std::vector<std::string> sets;  ///< of study_set_names(); empty = all that the targets need
    int seeds = 0;                  ///< 0: three where each training then gets a minute or 10,000 images, else one
    std::string scale = "small";    ///< configurations "<system>-<scale>"
    int batch_size = 32;
    std::string device = "cpu";
    /// Classifier file that judges the faces which labelled sets' rows draw (sample_scores.h); empty: none.
    std::filesystem::path judge;
    /// Who shares the trainings, the same request on each: every process makes whole ones. nullptr: this one alone.
    Ranks* ranks = nullptr;
};

/// What a study has found; trials in the order they were run.
struct StudyReport {
    std::vector<StudySet> sets;
    std::vector<TrialResult> trials;
    int seeds = 1;
    double seconds = 0;                        ///< of this call
    std::vector<std::filesystem::path> files;  ///< written: Markdown, CSV, JSON, PNG and SVG
};

/// table3, table4, table5, figure7 … figure10.
const std::vector<std::string>& study_targets();

/// Trains and evaluates every row of the targets and writes the report into `out`; started again
/// with the same request it goes on where it was cut off, at whatever point; with more seeds and a budget in images it
/// adds those. With ranks each trains every size()-th; the first prepares, writes and has the whole report, the others
/// their own trials. Errors: kUsage for an
/// unknown target or set, for a figure without faces, or when `out` holds another study; kInput when the data root
/// lacks a set; kInterrupted on stop. A row that diverges is reported as such.
StudyReport run_study(const StudyRequest& request, const ProgressSink& progress = {}, const std::stop_token& stop = {});

}  // namespace bplf
