// SPDX-License-Identifier: GPL-3.0-or-later
// How the kept images lie in the splits.
#pragma once

#include <string>

#include "core/collect/collector.h"

namespace bplf {

/// Markdown: images by label and split, and groups (persons, copies) by split, of which none may be in two.
std::string split_table(const Collected& all);

}  // namespace bplf
