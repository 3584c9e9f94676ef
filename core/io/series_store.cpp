// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/series_store.h"

#include <algorithm>
#include <utility>

namespace bplf {

namespace {

bool is_earlier(const ScalarPoint& a, const ScalarPoint& b) {
    return a.step < b.step;
}

std::vector<ScalarPoint>::iterator first_from(std::vector<ScalarPoint>& points, std::int64_t step) {
    return std::lower_bound(points.begin(), points.end(), step,
                            [](const ScalarPoint& point, std::int64_t at) { return point.step < at; });
}

/// Whether the point repeats a step of these points, which are in order, after all of them were logged.
bool is_resumed(std::vector<ScalarPoint>& points, const ScalarPoint& point) {
    const bool is_later = point.wall_time == 0 || point.wall_time >= points.back().wall_time;
    return is_later && point.step > points.front().step && first_from(points, point.step)->step == point.step;
}

}  // namespace

std::size_t SeriesStore::changed(std::string_view tag) {
    auto found = index_.find(tag);
    if (found == index_.end()) {
        found = index_.emplace(tag, series_.size()).first;
        series_.push_back({run_, std::string(tag), {}});
        orders_.push_back({});
    }
    series_[found->second].revision = ++revision_;
    return found->second;
}

void SeriesStore::add(std::string_view tag, const ScalarPoint& point, bool by_step) {
    const std::size_t index = changed(tag);
    std::vector<ScalarPoint>& points = series_[index].points;
    Order& order = orders_[index];
    if (by_step && !points.empty() && point.step < points.back().step) {
        if (!order.is_disordered && is_resumed(points, point)) {
            points.erase(first_from(points, point.step), points.end());
        } else {
            order = {true, false};
        }
    }
    points.push_back(point);
    ++added_;
}

void SeriesStore::restart(std::int64_t step) {
    settle();
    for (ScalarSeries& series : series_) {
        const auto repeated = first_from(series.points, step);
        if (repeated == series.points.end()) continue;
        series.points.erase(repeated, series.points.end());
        series.revision = ++revision_;
    }
}

void SeriesStore::settle(std::size_t index) {
    if (std::exchange(orders_[index].is_settled, true)) return;
    std::stable_sort(series_[index].points.begin(), series_[index].points.end(), is_earlier);
}

void SeriesStore::settle() {
    for (std::size_t i = 0; i < series_.size(); ++i) settle(i);
}

void SeriesStore::add_tentative(std::string_view tag, const ScalarPoint& point) {
    const std::size_t index = changed(tag);
    settle(index);
    std::vector<ScalarPoint>& points = series_[index].points;
    if (!points.empty() && point.step < points.back().step) return;
    points.push_back(point);
    tentative_.push_back(index);
    ++added_;
}

void SeriesStore::remove_tentative() {
    for (const std::size_t index : tentative_) {
        series_[index].points.pop_back();
        series_[index].revision = ++revision_;
    }
    tentative_.clear();
}

void SeriesStore::clear() {
    series_.clear();
    orders_.clear();
    index_.clear();
    tentative_.clear();
}

}  // namespace bplf
