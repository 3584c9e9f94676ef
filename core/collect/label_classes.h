// SPDX-License-Identifier: GPL-3.0-or-later
// The classes of a whole data set and the way from a source's word to one of them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace bplf {

/// With two or more emotions among the words the classes are emotion_names(), and words that are no emotion
/// (contempt, say) have no class; otherwise the classes are the words themselves, in order of appearance.
class LabelClasses {
  public:
    /// `words_by_source`: each source's class_names().
    explicit LabelClasses(const std::vector<std::vector<std::string>>& words_by_source);

    const std::vector<std::string>& names() const { return names_; }
    /// -1 for a word without a class.
    std::int64_t index_of(const std::string& word) const;

  private:
    bool emotional_ = false;
    std::vector<std::string> names_;
};

}  // namespace bplf
