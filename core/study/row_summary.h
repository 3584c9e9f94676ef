// SPDX-License-Identifier: GPL-3.0-or-later
// What the seeds of one row on one set come to.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/study/study_set.h"
#include "core/study/trial.h"

namespace bplf {

/// Mean over seeds of one row on one set, and how far the seeds lie apart.
struct RowSummary {
    std::int64_t seeds = 0;  ///< that did not diverge
    std::int64_t diverged = 0;
    double raw = 0, truncated = 0;  ///< bits/dim of held-out images, per stored pixel
    double raw_spread = 0,
           truncated_spread = 0;              ///< sample standard deviation over seeds; NaN for one seed
    double raw_error = 0;                     ///< mean standard error over images
    double raw_nats = 0, truncated_nats = 0;  ///< cost of an 8-bit image
    double images = 0, seconds = 0;           ///< mean over seeds
    std::int64_t parameters = 0, width = 0;
    /// Of drawn faces (sample_scores.h), NaN where none were judged.
    double frechet_distance = 0, kernel_distance = 0, agreement = 0, real_agreement = 0;
    double frechet_spread = 0, agreement_spread = 0;  ///< sample standard deviation over seeds
    std::string message;                              ///< of a diverged trial
};

/// Only the finite trials take part in the means; NaN when there is none.
RowSummary summarise_row(const std::vector<TrialResult>& trials, const std::string& row, const std::string& set);

/// Bits/dim per stored pixel as per real one: those of a padded image count for the pixels that are no padding.
double per_real_pixel(double bits, const StudySet& set);

}  // namespace bplf
