// SPDX-License-Identifier: GPL-3.0-or-later
// Which row stands at which place of an epoch: a pure function of (seed, epoch, place).
#pragma once

#include <cstdint>
#include <vector>

#include "core/dataset/dataset_file.h"

namespace bplf {

struct OrderOptions {
    std::uint64_t seed = 0;
    bool shuffle = true;
    double balance = 0;  ///< probability that a place takes a uniformly drawn class instead
};

/// Remembers the permutation of the epoch asked for last, so go through epochs in order. Not thread-safe.
class EpochOrder {
  public:
    EpochOrder(const Dataset& dataset, std::vector<std::int64_t> rows, OrderOptions options);

    std::int64_t size() const { return static_cast<std::int64_t>(rows_.size()); }
    /// The row of the data set at `place` of `epoch`. Precondition: 0 <= place < size().
    std::int64_t row_at(std::int64_t epoch, std::int64_t place);

  private:
    void prepare(std::int64_t epoch);

    std::vector<std::int64_t> rows_;
    std::vector<std::vector<std::int64_t>> rows_of_class_;  // classes without rows are left out
    OrderOptions options_;
    std::int64_t epoch_ = -1;
    std::vector<std::int64_t> order_;
};

}  // namespace bplf
