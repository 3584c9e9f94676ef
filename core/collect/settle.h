// SPDX-License-Identifier: GPL-3.0-or-later
// From candidates that were looked into to those of a data set: the one rule of copies, groups and splits.
#pragma once

#include <stop_token>
#include <vector>

#include "core/base/progress.h"
#include "core/collect/builder.h"
#include "core/collect/candidate.h"

namespace bplf {

/// Whether a picture is to be compared with others, so that its Pictures::probe is wanted.
bool is_compared(const BuildOptions& options);

/// Drops copies as the options say, groups those that stay and deals splits. The same for a build, for training on a
/// collection as it lies there and for counting it. kInterrupted on stop.
void settle(std::vector<Candidate>& candidates, const BuildOptions& options, const ProgressSink& progress = {},
            const std::stop_token& stop = {});

}  // namespace bplf
