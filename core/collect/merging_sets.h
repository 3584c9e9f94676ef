// SPDX-License-Identifier: GPL-3.0-or-later
// Sets that grow together (union-find).
#pragma once

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <vector>

namespace bplf {

/// Numbers from 0, each in a set of its own until it is joined with another. The root of a set is its least number.
class MergingSets {
  public:
    explicit MergingSets(std::size_t count) : parent_(count) { std::iota(parent_.begin(), parent_.end(), 0); }

    std::size_t root(std::size_t i) {
        while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
        return i;
    }
    void join(std::size_t a, std::size_t b) {
        const std::size_t first = root(a), second = root(b);
        parent_[std::max(first, second)] = std::min(first, second);
    }

  private:
    std::vector<std::size_t> parent_;
};

}  // namespace bplf
