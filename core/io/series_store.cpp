// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/series_store.h"

#include <algorithm>

namespace bplf {

ScalarSeries& SeriesStore::changed(std::string_view tag) {
    auto found = index_.find(tag);
    if (found == index_.end()) {
        found = index_.emplace(tag, series_.size()).first;
        series_.push_back({run_, std::string(tag), {}});
    }
    ScalarSeries& series = series_[found->second];
    series.revision = ++revision_;
    return series;
}

void SeriesStore::add(std::string_view tag, const ScalarPoint& point, bool may_go_back) {
    std::vector<ScalarPoint>& points = changed(tag).points;
    if (may_go_back && !points.empty() && point.step < points.back().step) {
        std::erase_if(points, [&](const ScalarPoint& old) { return old.step >= point.step; });
    }
    points.push_back(point);
    ++added_;
}

void SeriesStore::add_tentative(std::string_view tag, const ScalarPoint& point) {
    std::vector<ScalarPoint>& points = changed(tag).points;
    if (!points.empty() && point.step < points.back().step) return;
    points.push_back(point);
    tentative_.push_back(index_.find(tag)->second);
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
    index_.clear();
    tentative_.clear();
}

}  // namespace bplf
