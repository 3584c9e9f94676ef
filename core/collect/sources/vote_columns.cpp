// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/sources/vote_columns.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "core/collect/extra_columns.h"
#include "core/collect/source.h"

namespace bplf {
namespace {

constexpr std::size_t kFewest = 2;

/// "label1", "rater_2".
bool is_voter(const std::string& name) {
    constexpr std::array<std::string_view, 9> kVoters{"label", "emotion",    "expression", "rater", "annotator",
                                                      "coder", "annotation", "voter",      "vote"};
    const std::string plain = plain_column_name(name);
    const auto digits = plain.find_last_not_of("0123456789") + 1;
    const bool numbered = digits < plain.size();
    return numbered && std::ranges::find(kVoters, plain.substr(0, digits)) != kVoters.end();
}

}  // namespace

VoteColumns VoteColumns::recognised(const TableHeader& header) {
    VoteColumns emotions, voters;
    for (std::size_t i = 0; i < header.size(); ++i) {
        const std::string& name = header.names()[i];
        if (is_voter(name)) voters.columns_.push_back(i);
        if (!canonical_label(name)) continue;
        emotions.columns_.push_back(i);
        emotions.words_.push_back(utf8_of(name));
    }
    if (emotions.columns_.size() >= kFewest) return emotions;
    return voters.columns_.size() >= kFewest ? voters : VoteColumns();
}

VoteColumns VoteColumns::of_voters(std::vector<std::size_t> columns) {
    VoteColumns voters;
    voters.columns_ = std::move(columns);
    return voters;
}

bool VoteColumns::has(std::size_t column) const {
    return std::ranges::find(columns_, column) != columns_.end();
}

std::set<std::string> VoteColumns::words() const {
    return {words_.begin(), words_.end()};
}

std::vector<std::pair<std::string, double>> VoteColumns::of(const std::vector<std::string>& cells) const {
    std::vector<std::pair<std::string, double>> weights;
    const auto add = [&](const std::string& word, double weight) {
        const auto known = std::ranges::find(weights, word, &std::pair<std::string, double>::first);
        if (known != weights.end())
            known->second += weight;
        else if (weight > 0)
            weights.emplace_back(word, weight);
    };
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        const std::string cell = columns_[i] < cells.size() ? utf8_of(cells[columns_[i]]) : std::string();
        if (cell.empty()) continue;
        if (words_.empty()) {
            add(cell, 1);
            continue;
        }
        const auto number = number_in(cell);
        if (!number || *number < 0) return {};
        add(words_[i], *number);
    }
    return weights;
}

const std::string& VoteColumns::most_voted(const std::vector<std::pair<std::string, double>>& weights) {
    return std::ranges::max_element(weights, {}, &std::pair<std::string, double>::second)->first;
}

}  // namespace bplf
