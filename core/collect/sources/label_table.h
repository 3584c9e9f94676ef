// SPDX-License-Identifier: GPL-3.0-or-later
// A user's table from the words of a collection to labels.
#pragma once

#include <filesystem>
#include <memory>

#include "core/collect/source.h"

namespace bplf {

/// Translates the words of a source by the table that --labels names, if it names one: lines "grumpy = anger",
/// "7,skip" or "word TAB label"; '#' starts a comment. Words that are emotions need no line. Images of words to skip
/// are left out as excluded_label. Error(kInput) naming the line when it assigns nothing or a word comes twice, and
/// listing the words of `collection` that have no line.
std::unique_ptr<Source> with_label_table(std::unique_ptr<Source> source, const std::filesystem::path& collection,
                                         const SourceOptions& options);

}  // namespace bplf
