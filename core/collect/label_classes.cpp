// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/label_classes.h"

#include <algorithm>
#include <set>

#include "core/collect/source.h"

namespace bplf {
namespace {

bool are_emotions(const std::vector<std::vector<std::string>>& words_by_source) {
    std::set<std::string> emotions;
    for (const auto& words : words_by_source) {
        for (const std::string& word : words) {
            if (const auto name = canonical_emotion(word)) emotions.insert(*name);
        }
    }
    return emotions.size() >= 2;
}

}  // namespace

LabelClasses::LabelClasses(const std::vector<std::vector<std::string>>& words_by_source)
    : emotional_(are_emotions(words_by_source)) {
    if (emotional_) {
        names_ = emotion_names();
        return;
    }
    for (const auto& words : words_by_source) {
        for (const std::string& word : words) {
            if (std::find(names_.begin(), names_.end(), word) == names_.end()) names_.push_back(word);
        }
    }
}

std::int64_t LabelClasses::index_of(const std::string& word) const {
    const std::string name = emotional_ ? canonical_emotion(word).value_or("") : word;
    const auto found = std::find(names_.begin(), names_.end(), name);
    return found == names_.end() ? -1 : found - names_.begin();
}

}  // namespace bplf
