// SPDX-License-Identifier: GPL-3.0-or-later
// The growing series of one run.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/io/curves.h"

namespace bplf {

/// Series by tag, in the order the tags first appear.
class SeriesStore {
  public:
    explicit SeriesStore(std::string run) : run_(std::move(run)) {}

    /// Appends a point. With `may_go_back`, a step before the last one first removes the points
    /// from that step on: the run was resumed from there.
    void add(std::string_view tag, const ScalarPoint& point, bool may_go_back);
    /// Adds points that remove_tentative() takes back; one that would go back is left out.
    void add_tentative(std::string_view tag, const ScalarPoint& point);
    void remove_tentative();
    void clear();

    const std::vector<ScalarSeries>& series() const { return series_; }
    /// Total of points ever added; tells whether something changed.
    std::size_t added() const { return added_; }

  private:
    /// The tag's series, its revision counted up: its points are about to change.
    ScalarSeries& changed(std::string_view tag);

    std::string run_;
    std::vector<ScalarSeries> series_;
    std::map<std::string, std::size_t, std::less<>> index_;
    std::vector<std::size_t> tentative_;  ///< series that end with a tentative point
    std::size_t added_ = 0;
    std::uint64_t revision_ = 0;  ///< the last one given; goes on over clear()
};

}  // namespace bplf
