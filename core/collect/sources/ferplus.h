// SPDX-License-Identifier: GPL-3.0-or-later
// FER+ votes (fer2013new.csv) laid over FER2013, row by row.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/collect/source.h"

namespace bplf {

/// The words that a majority of FER+ gives: FER2013's and contempt.
const std::vector<std::string>& ferplus_words();
/// Gives a record the votes of a row of FER+ (ten numbers; any that are missing or wrong are Error(kInput) at `where`),
/// as a soft label too, and the label of their majority, or the reasons ferplus_nf and ferplus_unknown.
void apply_votes(std::span<const std::string> cells, const std::string& where, SourceRecord& record);

/// Gives every record its votes and, as --ferplus and --fer-labels say, FER+'s label; images that no voter took for a
/// face get the reason ferplus_nf, those without a majority ferplus_unknown (unless the labels stay FER2013's own, or
/// "votes" takes them as soft labels). The k-th image of a split belongs to the k-th row of that usage. Error(kInput)
/// when the numbers of rows differ, so that a shuffled or shortened copy is never joined.
std::unique_ptr<Source> with_ferplus(std::unique_ptr<Source> source, const SourceOptions& options);

}  // namespace bplf
