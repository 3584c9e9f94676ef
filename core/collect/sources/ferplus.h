// SPDX-License-Identifier: GPL-3.0-or-later
// FER+ votes (fer2013new.csv) laid over FER2013, row by row.
#pragma once

#include <memory>

#include "core/collect/source.h"

namespace bplf {

/// Gives every record its votes and, as the options say, FER+'s label; images that no voter took for a face get
/// the reason ferplus_nf, those without a majority ferplus_unknown (unless the labels stay FER2013's own).
/// The k-th image of a split belongs to the k-th row of that usage. Error(kInput) when the numbers of rows differ,
/// so that a shuffled or shortened copy is never joined.
std::unique_ptr<Source> with_ferplus(std::unique_ptr<Source> source, const SourceOptions& options);

}  // namespace bplf
