// SPDX-License-Identifier: GPL-3.0-or-later
// Draws millions of points with a few per pixel column, never losing a spike.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/plot/curve_scale.h"
#include "core/plot/drawing.h"

namespace bplf {

/// A curve ready to be looked at from any distance. Immutable after construction, so any thread may read it.
/// Memory: 16 bytes per point and about 1.2 more for the pyramid of extremes.
class ThinnedCurve {
  public:
    ThinnedCurve() = default;
    /// Takes points whose y is finite; sorts them by x when they are not in order (equal x stay in order).
    /// Non-finite points are left out. Precondition: same sizes.
    ThinnedCurve(std::vector<double> x, std::vector<double> y);

    std::size_t size() const { return x_.size(); }
    bool empty() const { return x_.empty(); }
    const std::vector<double>& x() const { return x_; }
    const std::vector<double>& y() const { return y_; }
    const DataRange& x_range() const { return x_range_; }
    const DataRange& y_range() const { return y_range_; }
    /// Extent of y for x in [low, high].
    DataRange y_range_within(double low, double high) const;

    /// What to draw for axis positions [low, high] in `columns` columns: at most four points of each column
    /// (first, lowest, highest, last), in order, and one neighbour on each side so that lines leave the view.
    /// Points are axis positions (`x_axis`, `y_axis` applied); those a scale cannot show are left out.
    std::vector<DrawPoint> view(const AxisScale& x_axis, const AxisScale& y_axis, double low, double high,
                                int columns) const;

    /// Index of the point with the nearest x, or size() when empty.
    std::size_t nearest(double x) const;

  private:
    struct Extremes {
        std::uint32_t lowest, highest;
    };
    void build_pyramid();
    Extremes extremes(std::size_t begin, std::size_t end) const;
    void merge(Extremes& into, Extremes from) const;

    std::vector<double> x_, y_;
    std::vector<std::vector<Extremes>> pyramid_;  ///< level k: blocks of 16 · 8^k points
    DataRange x_range_, y_range_;
};

}  // namespace bplf
