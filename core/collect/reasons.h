// SPDX-License-Identifier: GPL-3.0-or-later
// The closed list of what can become of an image.
#pragma once

#include <string>
#include <vector>

namespace bplf {

struct Reason {
    std::string word;     ///< as in manifest.jsonl
    std::string meaning;  ///< a sentence for people
};

/// In the order of the pipeline's steps; the first step that fails gives the reason. "kept" comes first.
const std::vector<Reason>& closed_reasons();

/// The sentence for a word; empty for a word that is not on the list.
std::string meaning_of(const std::string& word);

}  // namespace bplf
