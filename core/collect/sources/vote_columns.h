// SPDX-License-Identifier: GPL-3.0-or-later
// Several columns of labels in one table: a number for each emotion, or a word from each voter.
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/io/table.h"

namespace bplf {

/// Which columns they are, and what a row says in them.
class VoteColumns {
  public:
    VoteColumns() = default;
    /// Columns named after emotions ("Happiness", "sad"), or voters by number ("label1", "rater_2"), two or more of
    /// them.
    static VoteColumns recognised(const TableHeader& header);
    /// One voter in each of these columns.
    static VoteColumns of_voters(std::vector<std::size_t> columns);

    bool empty() const { return columns_.empty(); }
    bool has(std::size_t column) const;
    /// The words that the header tells; those of voters are seen in the rows only.
    std::set<std::string> words() const;
    /// Words with weights above 0. Empty where the row has none, or where a number for an emotion is none, or below 0.
    std::vector<std::pair<std::string, double>> of(const std::vector<std::string>& cells) const;
    /// The word with the largest weight, the first of equal ones. Precondition: not empty.
    static const std::string& most_voted(const std::vector<std::pair<std::string, double>>& weights);

  private:
    std::vector<std::size_t> columns_;
    std::vector<std::string> words_;  ///< of each column; empty: they hold words
};

}  // namespace bplf
