// SPDX-License-Identifier: GPL-3.0-or-later
// A pyramid of extremes over a sorted curve, and what of it a view needs.
#include "core/plot/curve_thinning.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/base/error.h"

namespace bplf {
namespace {

constexpr std::size_t kFirstBlock = 16;
constexpr std::size_t kFanOut = 8;

std::size_t block_size(std::size_t level) {
    return kFirstBlock << (3 * level);
}

/// The order of the points by x; empty when they are in order. Points of unknown x stand last.
std::vector<std::uint32_t> order_by(const std::vector<double>& x) {
    const auto before = [](double a, double b) { return a < b || (std::isnan(b) && !std::isnan(a)); };
    if (std::is_sorted(x.begin(), x.end(), before)) return {};
    std::vector<std::uint32_t> order(x.size());
    std::iota(order.begin(), order.end(), 0u);
    std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return before(x[a], x[b]); });
    return order;
}

void arrange(std::vector<double>& values, const std::vector<std::uint32_t>& order) {
    if (order.empty()) return;
    std::vector<double> arranged;
    arranged.reserve(values.size());
    for (const std::uint32_t i : order) arranged.push_back(values[i]);
    values = std::move(arranged);
}

/// Keeps the finite points; returns where the line breaks because others stood there.
std::vector<std::uint32_t> drop_non_finite(std::vector<double>& x, std::vector<double>& y) {
    std::vector<std::uint32_t> breaks;
    std::uint32_t kept = 0;
    bool is_broken = false;
    for (std::size_t i = 0; i < x.size(); ++i) {
        if (!std::isfinite(x[i]) || !std::isfinite(y[i])) {
            is_broken = is_broken || std::isfinite(x[i]);
            continue;
        }
        if (is_broken && kept > 0) breaks.push_back(kept);
        is_broken = false;
        x[kept] = x[i];
        y[kept++] = y[i];
    }
    x.resize(kept);
    y.resize(kept);
    return breaks;
}

DataRange range_of(const std::vector<double>& values) {
    DataRange range;
    for (const double value : values) range.include(value);
    return range;
}

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

}  // namespace

ThinnedCurve::ThinnedCurve() : ThinnedCurve(std::vector<double>{}, std::vector<double>{}) {}

ThinnedCurve::ThinnedCurve(std::vector<double> x, std::vector<double> y) {
    BPLF_CHECK(x.size() == y.size(), "each value needs its place");
    BPLF_CHECK(x.size() < 0xffffffffu, "a curve may have four thousand million points");
    const std::vector<std::uint32_t> order = order_by(x);
    arrange(x, order);
    arrange(y, order);
    auto places = std::make_shared<Places>();
    places->breaks = drop_non_finite(x, y);
    places->range = range_of(x);
    places->x = std::move(x);
    data_ = summed_up(std::move(places), std::move(y));
}

ThinnedCurve::ThinnedCurve(const ThinnedCurve& places, std::vector<double> y) {
    BPLF_CHECK(y.size() == places.size(), "each place needs its value");
    data_ = summed_up(places.data_->places, std::move(y));
}

std::shared_ptr<ThinnedCurve::Data> ThinnedCurve::summed_up(std::shared_ptr<const Places> places,
                                                            std::vector<double> y) {
    auto data = std::make_shared<Data>();
    data->places = std::move(places);
    data->y_range = range_of(y);
    data->y = std::move(y);
    build_pyramid(*data);
    return data;
}

void ThinnedCurve::merge(const std::vector<double>& y, Extremes& into, Extremes from) {
    if (y[from.lowest] < y[into.lowest]) into.lowest = from.lowest;
    if (y[from.highest] > y[into.highest]) into.highest = from.highest;
}

void ThinnedCurve::build_pyramid(Data& data) {
    const std::vector<double>& y = data.y;
    std::vector<Extremes> level;
    for (std::size_t begin = 0; begin < y.size(); begin += kFirstBlock) {
        const auto first = static_cast<std::uint32_t>(begin);
        Extremes block{first, first};
        for (std::size_t i = begin; i < std::min(begin + kFirstBlock, y.size()); ++i) {
            merge(y, block, {static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(i)});
        }
        level.push_back(block);
    }
    while (level.size() > 1) {
        std::vector<Extremes> next;
        for (std::size_t i = 0; i < level.size(); ++i) {
            if (i % kFanOut == 0)
                next.push_back(level[i]);
            else
                merge(y, next.back(), level[i]);
        }
        data.pyramid.push_back(std::move(level));
        level = std::move(next);
    }
}

ThinnedCurve::Extremes ThinnedCurve::extremes(std::size_t begin, std::size_t end) const {
    const auto first = static_cast<std::uint32_t>(begin);
    Extremes result{first, first};
    while (begin < end) {
        std::size_t step = 1;
        for (std::size_t k = data_->pyramid.size(); k-- > 0;) {
            const std::size_t size = block_size(k);
            if (begin % size != 0 || begin + size > end) continue;
            merge(y(), result, data_->pyramid[k][begin / size]);
            step = size;
            break;
        }
        const auto i = static_cast<std::uint32_t>(begin);
        if (step == 1) merge(y(), result, {i, i});
        begin += step;
    }
    return result;
}

bool ThinnedCurve::breaks_between(std::size_t from, std::size_t to) const {
    const std::vector<std::uint32_t>& breaks = data_->places->breaks;
    const auto next = std::upper_bound(breaks.begin(), breaks.end(), from);
    return next != breaks.end() && *next <= to;
}

DataRange ThinnedCurve::y_range_within(double low, double high) const {
    const auto begin = std::lower_bound(x().begin(), x().end(), low) - x().begin();
    const auto end = std::upper_bound(x().begin(), x().end(), high) - x().begin();
    DataRange range;
    if (begin >= end) return range;
    const Extremes e = extremes(static_cast<std::size_t>(begin), static_cast<std::size_t>(end));
    range.include(y()[e.lowest]);
    range.include(y()[e.highest]);
    return range;
}

std::vector<DrawPoint> ThinnedCurve::view(const AxisScale& x_axis, const AxisScale& y_axis, double low, double high,
                                          int columns) const {
    std::vector<DrawPoint> points;
    std::size_t last = 0;
    const auto add = [&](std::size_t i) {
        const DrawPoint p{x_axis.forward(x()[i]), y_axis.forward(y()[i])};
        if (!std::isfinite(p.x) || !std::isfinite(p.y)) return;
        if (!points.empty() && breaks_between(last, i)) points.push_back({kNaN, kNaN});
        points.push_back(p);
        last = i;
    };
    const auto index_of = [&](double position) {
        const auto at = std::lower_bound(x().begin(), x().end(), x_axis.inverse(position));
        return static_cast<std::size_t>(at - x().begin());
    };
    if (empty() || !(high > low) || columns < 1) return points;
    std::size_t begin = index_of(low);
    if (begin > 0) add(begin - 1);
    for (int column = 0; column < columns; ++column) {
        const bool is_last = column + 1 == columns;
        const double right = is_last ? high : low + (high - low) * (column + 1) / columns;
        std::size_t end = std::max(index_of(right), begin);
        if (is_last)
            while (end < size() && x_axis.forward(x()[end]) <= high) ++end;
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
    const std::vector<double>& places = data_->places->x;
    const auto right = std::lower_bound(places.begin(), places.end(), x);
    if (right == places.begin()) return 0;
    const std::size_t i = static_cast<std::size_t>(right - places.begin());
    return i == size() || x - places[i - 1] <= places[i] - x ? i - 1 : i;
}

}  // namespace bplf
