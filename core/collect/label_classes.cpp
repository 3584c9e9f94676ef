// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/label_classes.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "core/base/letter_case.h"
#include "core/collect/source.h"

namespace bplf {
namespace {

/// What is the same for all spellings of a word.
std::string plain_form(const std::string& word) {
    if (const auto name = canonical_label(word)) return *name;
    return lower_case(word);
}

bool are_emotions(const std::vector<std::vector<std::string>>& words_by_source) {
    std::set<std::string> emotions;
    for (const auto& words : words_by_source) {
        for (const std::string& word : words) {
            if (const auto name = canonical_emotion(word)) emotions.insert(*name);
        }
    }
    return emotions.size() >= 2;
}

std::string listed(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
    return text;
}

}  // namespace

LabelClasses::LabelClasses(const std::vector<std::vector<std::string>>& words_by_source, bool emotions_only) {
    const bool emotional = are_emotions(words_by_source);
    if (emotional) names_ = emotion_names();
    for (const std::string& name : names_) index_.emplace(name, static_cast<std::int64_t>(index_.size()));
    const std::size_t emotions = names_.size();
    for (const auto& words : words_by_source) {
        add_words(words, emotional, emotions_only);
        note_spellings(words);
    }
    if (emotional && names_.size() > emotions) {
        notes_.push_back("Classes beyond the seven emotions: " +
                         listed({names_.begin() + static_cast<std::ptrdiff_t>(emotions), names_.end()}) + ".");
    }
    if (!left_out_.empty()) notes_.push_back("Left out, as none of the seven emotions: " + listed(left_out_) + ".");
}

void LabelClasses::add_words(const std::vector<std::string>& words, bool emotional, bool emotions_only) {
    for (const std::string& word : words) {
        const std::string plain = plain_form(word);
        if (index_.contains(plain)) continue;
        if (emotional && emotions_only) {
            if (std::ranges::find(left_out_, word) == left_out_.end()) left_out_.push_back(word);
            continue;
        }
        index_.emplace(plain, static_cast<std::int64_t>(names_.size()));
        names_.push_back(canonical_label(word).value_or(word));
    }
}

void LabelClasses::note_spellings(const std::vector<std::string>& words) {
    std::map<std::string, std::vector<std::string>> spellings;
    for (const std::string& word : words) spellings[plain_form(word)].push_back(word);
    for (const auto& [plain, all] : spellings) {
        if (all.size() > 1 && index_.contains(plain)) {
            notes_.push_back("Taken for one label, " + names_[static_cast<std::size_t>(index_.at(plain))] + ": " +
                             listed(all) + ".");
        }
    }
}

std::int64_t LabelClasses::index_of(const std::string& word) const {
    const auto found = index_.find(plain_form(word));
    return found == index_.end() ? -1 : found->second;
}

std::vector<float> LabelClasses::weights_of(const std::vector<std::pair<std::string, double>>& words) const {
    std::vector<double> sums(names_.size());
    double total = 0;
    for (const auto& [word, weight] : words) {
        const std::int64_t place = index_of(word);
        if (place < 0) continue;
        sums[static_cast<std::size_t>(place)] += weight;
        total += weight;
    }
    if (!(total > 0)) return {};
    std::vector<float> shares;
    shares.reserve(sums.size());
    for (const double sum : sums)
        shares.push_back(static_cast<float>(std::round(sum / total * kShareSteps) / kShareSteps));
    return shares;
}

}  // namespace bplf
