// SPDX-License-Identifier: GPL-3.0-or-later
// What is thinned again, and what is not.
#include "core/plot/thinned_views.h"

#include <gtest/gtest.h>

namespace bplf {
namespace {

const ThinnedView kView{AxisScale::linear(), AxisScale::linear(), 0, 3, 100};

TEST(ThinnedViews, ThinsACurveOnceForOneView) {
    ThinnedViews views;
    const ThinnedCurve curve({1, 2, 3}, {4, 5, 6}), copy = curve;
    const auto first = views.of(curve, kView);
    EXPECT_EQ(first->size(), 3u);
    EXPECT_EQ(views.of(copy, kView), first);
    EXPECT_EQ(views.thinned(), 1u);
    ThinnedView zoomed = kView;
    zoomed.high = 2.5;
    views.of(curve, zoomed);
    EXPECT_EQ(views.thinned(), 2u);
}

TEST(ThinnedViews, ANewPointThinsItsOwnCurveOnly) {
    ThinnedViews views;
    const ThinnedCurve a({1, 2}, {4, 5}), b({1, 2}, {7, 8}), grown({1, 2, 3}, {7, 8, 9});
    views.of(a, kView);
    views.of(b, kView);
    EXPECT_EQ(views.of(grown, kView)->size(), 3u);
    views.of(a, kView);
    EXPECT_EQ(views.thinned(), 3u);
}

TEST(ThinnedViews, ForgetsWhatIsNoLongerLookedAt) {
    ThinnedViews views;
    const ThinnedCurve a({1, 2}, {4, 5}), b({1, 2}, {7, 8});
    views.of(a, kView);
    views.of(b, kView);
    views.forget_unused();
    views.of(a, kView);
    views.forget_unused();
    views.of(a, kView);
    EXPECT_EQ(views.thinned(), 2u);
    views.of(b, kView);
    EXPECT_EQ(views.thinned(), 3u);
}

}  // namespace
}  // namespace bplf
