// SPDX-License-Identifier: GPL-3.0-or-later
// Label words of a command line against the labels of a model.
#pragma once

#include <string>
#include <vector>

#include "core/engine/types.h"

namespace bplf::cli {

/// One mix a word; "all" stands for each label of the model in turn. Error(kUsage) for an unknown label
/// (suggests the nearest), or any label of a model without labels.
std::vector<LabelMix> parse_mixes(const std::vector<std::string>& words, const ModelInfo& model);
/// One mix; "" is the empty one, "all" is Error(kUsage).
LabelMix parse_mix(const std::string& word, const ModelInfo& model);

}  // namespace bplf::cli
