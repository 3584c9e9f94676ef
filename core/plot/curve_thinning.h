// SPDX-License-Identifier: GPL-3.0-or-later
// Draws millions of points with a few per pixel column, never losing a spike.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "core/plot/curve_scale.h"
#include "core/plot/drawing.h"

namespace bplf {

/// A curve ready to be looked at from any distance. Immutable after construction, so any thread may read it; copies
/// share the points, and curves over the same places share those.
/// Memory: 16 bytes per point and about 1.2 more for the pyramid of extremes.
class ThinnedCurve {
  public:
    ThinnedCurve();
    /// Takes points whose x and y are finite; sorts them by x when they are not in order (equal x stay in order).
    /// Others are left out, and the line breaks there where its x is known. Precondition: same sizes.
    ThinnedCurve(std::vector<double> x, std::vector<double> y);
    /// Other values at the places of `places`, in its order; the line breaks where that of `places` does.
    /// Precondition: as many as it has, all finite.
    ThinnedCurve(const ThinnedCurve& places, std::vector<double> y);

    std::size_t size() const { return y().size(); }
    bool empty() const { return y().empty(); }
    const std::vector<double>& x() const { return data_->places->x; }
    const std::vector<double>& y() const { return data_->y; }
    const DataRange& x_range() const { return data_->places->range; }
    const DataRange& y_range() const { return data_->y_range; }
    /// The same for copies of one curve, and for no other curve while one of them lives.
    const void* identity() const { return data_.get(); }
    /// Extent of y for x in [low, high].
    DataRange y_range_within(double low, double high) const;

    /// What to draw for axis positions [low, high] in `columns` columns: at most four points of each column
    /// (first, lowest, highest, last), in order, and one neighbour on each side so that lines leave the view.
    /// Points are axis positions (`x_axis`, `y_axis` applied); those a scale cannot show are left out. A point of
    /// NaN stands where the line breaks, unless within one column's reduction.
    std::vector<DrawPoint> view(const AxisScale& x_axis, const AxisScale& y_axis, double low, double high,
                                int columns) const;

    /// Index of the point with the nearest x, or size() when empty.
    std::size_t nearest(double x) const;

  private:
    struct Extremes {
        std::uint32_t lowest, highest;
    };
    struct Places {
        std::vector<double> x;
        std::vector<std::uint32_t> breaks;  ///< rising; the line breaks before these points
        DataRange range;
    };
    struct Data {
        std::shared_ptr<const Places> places;
        std::vector<double> y;
        std::vector<std::vector<Extremes>> pyramid;  ///< level k: blocks of 16 · 8^k points
        DataRange y_range;
    };
    static std::shared_ptr<Data> summed_up(std::shared_ptr<const Places> places, std::vector<double> y);
    static void build_pyramid(Data& data);
    static void merge(const std::vector<double>& y, Extremes& into, Extremes from);
    Extremes extremes(std::size_t begin, std::size_t end) const;
    bool breaks_between(std::size_t from, std::size_t to) const;

    std::shared_ptr<const Data> data_;
};

}  // namespace bplf
