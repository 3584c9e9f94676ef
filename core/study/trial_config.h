// SPDX-License-Identifier: GPL-3.0-or-later
// The configuration of a row of the study: its system's own switches, those that all rows share, and what the row turns
// (core/study/README.md#like-for-like).
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "core/flow/config.h"
#include "core/study/paper.h"
#include "core/study/study_set.h"

namespace bplf {

/// The switches that all systems made of steps have alike in a study, in the words of a configuration.
const nlohmann::ordered_json& shared_switches();

/// load_config("<system>-<scale>") under the shared switches and the row's own, with the set's size and labels; without
/// labels nothing is conditional. Its width is fitted to `parameters` when that is above 0.
flow::FlowConfig trial_config(const StudyRow& row, const StudySet& set, const std::string& scale,
                              std::int64_t parameters = 0);
/// The same with the width fitted to the row that it is matched to, where there is one.
flow::FlowConfig matched_config(const StudyRow& row, const StudySet& set, const std::string& scale);
/// Parameters of the model of a configuration.
std::int64_t parameters_of(const flow::FlowConfig& config);

}  // namespace bplf
