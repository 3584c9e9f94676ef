// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/series_store.h"

#include <algorithm>

namespace bplf {

std::vector<ScalarPoint>& SeriesStore::points_of(std::string_view tag) {
    const auto found = index_.find(tag);
    if (found != index_.end()) return series_[found->second].points;
    index_.emplace(tag, series_.size());
    series_.push_back({run_, std::string(tag), {}});
    return series_.back().points;
}

void SeriesStore::add(std::string_view tag, const ScalarPoint& point, bool may_go_back) {
    auto& points = points_of(tag);
    if (may_go_back && !points.empty() && point.step < points.back().step) {
        std::erase_if(points, [&](const ScalarPoint& old) { return old.step >= point.step; });
    }
    points.push_back(point);
    ++added_;
}

void SeriesStore::add_tentative(std::string_view tag, const ScalarPoint& point) {
    auto& points = points_of(tag);
    if (!points.empty() && point.step < points.back().step) return;
    points.push_back(point);
    tentative_.push_back(index_.find(tag)->second);
    ++added_;
}

void SeriesStore::remove_tentative() {
    for (const std::size_t index : tentative_) series_[index].points.pop_back();
    tentative_.clear();
}

void SeriesStore::clear() {
    series_.clear();
    index_.clear();
    tentative_.clear();
}

}  // namespace bplf
