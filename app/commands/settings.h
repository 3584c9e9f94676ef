// SPDX-License-Identifier: GPL-3.0-or-later
// "--set key=value" over a configuration of a flow and of its training.
#pragma once

#include <string>
#include <vector>

#include "core/flow/config.h"
#include "core/train/train_config.h"

namespace bplf::cli {

/// Changes the fields that the words name; a value is JSON, or a plain word. A key may say where it belongs
/// ("flow.width", "training.steps"). Error(kUsage) for a word without "=", an unknown key (suggests the
/// nearest) or a value that does not fit.
void apply_settings(const std::vector<std::string>& words, flow::FlowConfig& flow, TrainConfig& training);

}  // namespace bplf::cli
