// SPDX-License-Identifier: GPL-3.0-or-later
// The growing series of one run.
#pragma once

#include <cstddef>
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

    /// Takes a point in. With `by_step`, points are kept in the order of their steps whatever order they come in,
    /// once settle() was called; and a step that was there already, that was not the first one and that is logged
    /// later than all that stands there tells of a resumed run: the points from that step on are replaced.
    void add(std::string_view tag, const ScalarPoint& point, bool by_step);
    /// A session starts at this step: points from it on, of every tag, are removed, for they are logged again.
    void restart(std::int64_t step);
    /// Adds points that remove_tentative() takes back; one that would go back is left out.
    void add_tentative(std::string_view tag, const ScalarPoint& point);
    void remove_tentative();
    /// Puts what came out of order in order; call when a part of the log was read.
    void settle();
    void clear();

    const std::vector<ScalarSeries>& series() const { return series_; }
    /// Total of points ever added; tells whether something changed.
    std::size_t added() const { return added_; }

  private:
    /// Index of the tag's series, its revision counted up: its points are about to change.
    std::size_t changed(std::string_view tag);

    /// What is known of the order of a series' steps.
    struct Order {
        bool is_disordered = false;  ///< some step came before a smaller one: no run was resumed then
        bool is_settled = true;
    };
    void settle(std::size_t index);

    std::string run_;
    std::vector<ScalarSeries> series_;
    std::vector<Order> orders_;  ///< of each series
    std::map<std::string, std::size_t, std::less<>> index_;
    std::vector<std::size_t> tentative_;  ///< series that end with a tentative point
    std::size_t added_ = 0;
    std::uint64_t revision_ = 0;  ///< the last one given; goes on over clear()
};

}  // namespace bplf
