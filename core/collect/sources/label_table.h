// SPDX-License-Identifier: GPL-3.0-or-later
// A user's table from the words of a collection to the seven emotions.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>

namespace bplf {

/// Word of the collection → emotion, or "skip" for words whose images are left out.
using LabelTable = std::map<std::string, std::string>;

/// Reads lines "grumpy = anger", "7,skip" or "word TAB emotion"; '#' starts a comment. Error(kInput) naming the
/// line when its right side is no emotion, or a word comes twice.
LabelTable read_label_table(const std::filesystem::path& file);

/// Error(kInput) listing the words that the table misses.
void require_all_words(const LabelTable& table, const std::set<std::string>& words, const std::filesystem::path& file,
                       const std::filesystem::path& collection);

}  // namespace bplf
