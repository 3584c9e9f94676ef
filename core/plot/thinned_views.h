// SPDX-License-Identifier: GPL-3.0-or-later
// What the lines of a plot were reduced to, kept for as long as the same is looked at.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <vector>

#include "core/plot/curve_thinning.h"

namespace bplf {

/// A view of a curve: everything that ThinnedCurve::view() depends on.
struct ThinnedView {
    AxisScale x_axis, y_axis;
    double low = 0, high = 1;  ///< axis positions
    int columns = 1;
    bool operator==(const ThinnedView&) const = default;
};

/// One thread at a time.
class ThinnedViews {
  public:
    using Points = std::shared_ptr<const std::vector<DrawPoint>>;

    /// The curve's points in the view, worked out only when they were not yet for these data and this view.
    Points of(const ThinnedCurve& curve, const ThinnedView& view);
    /// Forgets what was not asked for since the last call.
    void forget_unused();
    /// How often a curve was thinned so far.
    std::size_t thinned() const { return thinned_; }

  private:
    struct Entry {
        ThinnedCurve curve;  ///< keeps its identity from being given to another
        ThinnedView view;
        Points points;
        bool is_used = true;
    };
    std::map<const void*, Entry> entries_;
    std::size_t thinned_ = 0;
};

}  // namespace bplf
