// SPDX-License-Identifier: GPL-3.0-or-later
// The counts of a build beside the tables of the BPLF paper.
#pragma once

#include <string>

#include "core/collect/collector.h"

namespace bplf {

/// Markdown: Table 1 with what was found of each collection, and Table 2 with how much of them was kept. Empty where
/// none of the sources is one of the paper's collections, or the classes are not the seven emotions.
std::string paper_comparison(const Collected& all);

}  // namespace bplf
