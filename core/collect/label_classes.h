// SPDX-License-Identifier: GPL-3.0-or-later
// The classes of a whole data set and the way from a source's word to one of them.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace bplf {

/// Shares of classes are whole multiples of one in so many, as manifests print them.
inline constexpr double kShareSteps = 1e6;

/// With two or more emotions among the words the classes are emotion_names() and then the other words, in order of
/// appearance; otherwise the words themselves. Spellings of one word ("Happiness", "Happy Faces", "happy") are one
/// class. With `emotions_only`, words that are none of the seven emotions have no class, if there are emotions at all.
class LabelClasses {
  public:
    /// `words_by_source`: each source's class_names().
    explicit LabelClasses(const std::vector<std::vector<std::string>>& words_by_source, bool emotions_only = false);

    const std::vector<std::string>& names() const { return names_; }
    /// -1 for a word without a class.
    std::int64_t index_of(const std::string& word) const;
    /// The share of each class, sum 1, of words with weights >= 0; words without a class do not count. Empty where
    /// nothing is left.
    std::vector<float> weights_of(const std::vector<std::pair<std::string, double>>& words) const;
    /// Sentences on spellings that were taken for one label, on classes beyond the emotions, and on words without one.
    const std::vector<std::string>& notes() const { return notes_; }

  private:
    void add_words(const std::vector<std::string>& words, bool emotional, bool emotions_only);
    void note_spellings(const std::vector<std::string>& words);

    std::vector<std::string> names_;
    std::map<std::string, std::int64_t> index_;  ///< by the plain form of the words
    std::vector<std::string> left_out_, notes_;
};

}  // namespace bplf
