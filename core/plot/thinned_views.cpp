// SPDX-License-Identifier: GPL-3.0-or-later
// One view is kept for each curve: its last one.
#include "core/plot/thinned_views.h"

namespace bplf {

ThinnedViews::Points ThinnedViews::of(const ThinnedCurve& curve, const ThinnedView& view) {
    Entry& entry = entries_[curve.identity()];
    entry.is_used = true;
    if (entry.points && entry.view == view) return entry.points;
    ++thinned_;
    entry.curve = curve;
    entry.view = view;
    entry.points = std::make_shared<const std::vector<DrawPoint>>(
        curve.view(view.x_axis, view.y_axis, view.low, view.high, view.columns));
    return entry.points;
}

void ThinnedViews::forget_unused() {
    std::erase_if(entries_, [](const auto& entry) { return !entry.second.is_used; });
    for (auto& [identity, entry] : entries_) entry.is_used = false;
}

}  // namespace bplf
