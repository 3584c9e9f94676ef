// SPDX-License-Identifier: GPL-3.0-or-later
// A pyramid of extremes over a sorted curve, and what of it a view needs.
#include "core/plot/curve_thinning.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/error.h"

namespace bplf {
namespace {

constexpr std::size_t kFirstBlock = 16;
constexpr std::size_t kFanOut = 8;

std::size_t block_size(std::size_t level) {
    return kFirstBlock << (3 * level);
}

void drop_non_finite(std::vector<double>& x, std::vector<double>& y) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        if (!std::isfinite(x[i]) || !std::isfinite(y[i])) continue;
        x[kept] = x[i];
        y[kept++] = y[i];
    }
    x.resize(kept);
    y.resize(kept);
}

void sort_by_x(std::vector<double>& x, std::vector<double>& y) {
    if (std::is_sorted(x.begin(), x.end())) return;
    std::vector<std::uint32_t> order(x.size());
    std::iota(order.begin(), order.end(), 0u);
    std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return x[a] < x[b]; });
    std::vector<double> sorted_x, sorted_y;
    for (const std::uint32_t i : order) {
        sorted_x.push_back(x[i]);
        sorted_y.push_back(y[i]);
    }
    x = std::move(sorted_x);
    y = std::move(sorted_y);
}

}  // namespace

ThinnedCurve::ThinnedCurve(std::vector<double> x, std::vector<double> y) : x_(std::move(x)), y_(std::move(y)) {
    BPLF_CHECK(x_.size() == y_.size(), "each value needs its place");
    BPLF_CHECK(x_.size() < 0xffffffffu, "a curve may have four thousand million points");
    drop_non_finite(x_, y_);
    sort_by_x(x_, y_);
    for (const double value : x_) x_range_.include(value);
    for (const double value : y_) y_range_.include(value);
    build_pyramid();
}

void ThinnedCurve::merge(Extremes& into, Extremes from) const {
    if (y_[from.lowest] < y_[into.lowest]) into.lowest = from.lowest;
    if (y_[from.highest] > y_[into.highest]) into.highest = from.highest;
}

void ThinnedCurve::build_pyramid() {
    std::vector<Extremes> level;
    for (std::size_t begin = 0; begin < y_.size(); begin += kFirstBlock) {
        const auto first = static_cast<std::uint32_t>(begin);
        Extremes block{first, first};
        for (std::size_t i = begin; i < std::min(begin + kFirstBlock, y_.size()); ++i) {
            merge(block, {static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(i)});
        }
        level.push_back(block);
    }
    while (level.size() > 1) {
        pyramid_.push_back(level);
        std::vector<Extremes> next;
        for (std::size_t i = 0; i < level.size(); ++i) {
            if (i % kFanOut == 0)
                next.push_back(level[i]);
            else
                merge(next.back(), level[i]);
        }
        level = std::move(next);
    }
}

ThinnedCurve::Extremes ThinnedCurve::extremes(std::size_t begin, std::size_t end) const {
    const auto first = static_cast<std::uint32_t>(begin);
    Extremes result{first, first};
    while (begin < end) {
        std::size_t step = 1;
        for (std::size_t k = pyramid_.size(); k-- > 0;) {
            const std::size_t size = block_size(k);
            if (begin % size != 0 || begin + size > end) continue;
            merge(result, pyramid_[k][begin / size]);
            step = size;
            break;
        }
        const auto i = static_cast<std::uint32_t>(begin);
        if (step == 1) merge(result, {i, i});
        begin += step;
    }
    return result;
}

DataRange ThinnedCurve::y_range_within(double low, double high) const {
    const auto begin = std::lower_bound(x_.begin(), x_.end(), low) - x_.begin();
    const auto end = std::upper_bound(x_.begin(), x_.end(), high) - x_.begin();
    DataRange range;
    if (begin >= end) return range;
    const Extremes e = extremes(static_cast<std::size_t>(begin), static_cast<std::size_t>(end));
    range.include(y_[e.lowest]);
    range.include(y_[e.highest]);
    return range;
}

std::vector<DrawPoint> ThinnedCurve::view(const AxisScale& x_axis, const AxisScale& y_axis, double low, double high,
                                          int columns) const {
    std::vector<DrawPoint> points;
    const auto add = [&](std::size_t i) {
        const DrawPoint p{x_axis.forward(x_[i]), y_axis.forward(y_[i])};
        if (std::isfinite(p.x) && std::isfinite(p.y)) points.push_back(p);
    };
    const auto index_of = [&](double position) {
        const auto at = std::lower_bound(x_.begin(), x_.end(), x_axis.inverse(position));
        return static_cast<std::size_t>(at - x_.begin());
    };
    if (empty() || !(high > low) || columns < 1) return points;
    std::size_t begin = index_of(low);
    if (begin > 0) add(begin - 1);
    for (int column = 0; column < columns; ++column) {
        const bool is_last = column + 1 == columns;
        const double right = is_last ? high : low + (high - low) * (column + 1) / columns;
        std::size_t end = std::max(index_of(right), begin);
        if (is_last)
            while (end < size() && x_axis.forward(x_[end]) <= high) ++end;
        if (end - begin <= 4) {
            for (; begin < end; ++begin) add(begin);
            continue;
        }
        const Extremes e = extremes(begin, end);
        std::size_t order[4]{begin, std::min(e.lowest, e.highest), std::max(e.lowest, e.highest), end - 1};
        const std::size_t* stop = std::unique(order, order + 4);
        for (const std::size_t* i = order; i != stop; ++i) add(*i);
        begin = end;
    }
    if (begin < size()) add(begin);
    return points;
}

std::size_t ThinnedCurve::nearest(double x) const {
    if (empty()) return size();
    const auto right = std::lower_bound(x_.begin(), x_.end(), x);
    if (right == x_.begin()) return 0;
    const std::size_t i = static_cast<std::size_t>(right - x_.begin());
    return i == size() || x - x_[i - 1] <= x_[i] - x ? i - 1 : i;
}

}  // namespace bplf
