// SPDX-License-Identifier: GPL-3.0-or-later
// What the measured rows of a table say, worked out from them: nothing here is written beforehand.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/study/paper.h"
#include "core/study/study_set.h"
#include "core/study/trial.h"

namespace bplf {

/// Bits/dim per real pixel of one row less those of another, paired by seed: the same images in the same order.
struct RowDifference {
    double mean = 0;
    double low = 0, high = 0;  ///< 95 % interval of a paired t-test; NaN for one seed
    int seeds = 0;

    /// Whether the interval lies on one side of 0; false for one seed.
    bool beyond_chance() const { return low > 0 || high < 0; }
};

/// Over the seeds in which neither diverged, on raw or truncated held-out images; nothing where there is none.
std::optional<RowDifference> row_difference(const std::vector<TrialResult>& trials, const std::string& row,
                                            const std::string& against, const StudySet& set, bool truncated);

/// Spearman's rank correlation of the printed numbers and the measured ones (each row on the kind of images it was
/// trained on); NaN for fewer than three rows that have both.
double order_agreement(const StudyTable& table, const std::vector<TrialResult>& trials, const StudySet& set);

/// A sentence for each comparison of the table, each row with SVD and the order of the rows, set by set; what cannot be
/// told apart is said to be so.
std::vector<std::string> findings(const StudyTable& table, const std::vector<StudySet>& sets,
                                  const std::vector<TrialResult>& trials);

}  // namespace bplf
