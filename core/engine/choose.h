// SPDX-License-Identifier: GPL-3.0-or-later
// Of several codes for each face of a request the one that a classifier reads best as asked.
#pragma once

#include <stop_token>

#include "core/base/progress.h"
#include "core/engine/judge.h"
#include "core/engine/session.h"

namespace bplf {

/// How well probabilities fit a mix: the sum of weight · ln probability, at most 0. Error(kUsage) for an empty mix or a
/// label that is not one of `labels`.
double reads_as(const LabelMix& mix, const std::vector<double>& probabilities, const std::vector<std::string>& labels);

/// The request with BestOf::chosen: of each cell the candidate that reads best, the first of equal ones. Errors:
/// reads_as()'s, before anything is drawn; Error(kInterrupted) when stopped.
SampleRequest with_best(const Session& session, SampleRequest request, Judge& judge, const ProgressSink& progress,
                        const std::stop_token& stop);

}  // namespace bplf
