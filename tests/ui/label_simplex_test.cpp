// SPDX-License-Identifier: GPL-3.0-or-later
// The mixer always sums to 1, keeps locks and remembers proportions.
#include "ui/kit/label_simplex.h"

#include <gtest/gtest.h>

#include <numeric>
#include <random>

namespace bplf::ui {
namespace {

LabelSimplex seven() {
    return LabelSimplex({"anger", "disgust", "fear", "happy", "sad", "surprise", "neutral"});
}

double sumOf(const LabelSimplex& simplex) {
    return std::accumulate(simplex.weights().begin(), simplex.weights().end(), 0.0);
}

TEST(LabelSimplex, StartsEven) {
    const LabelSimplex simplex = seven();
    for (const double weight : simplex.weights()) EXPECT_NEAR(weight, 1.0 / 7, 1e-15);
}

TEST(LabelSimplex, AlwaysSumsToOneAndStaysPositive) {
    std::mt19937_64 random(1);
    LabelSimplex simplex = seven();
    for (int i = 0; i < 20000; ++i) {
        const std::size_t row = random() % 7;
        switch (random() % 8) {
            case 0:
                simplex.setLocked(row, !simplex.isLocked(row));
                break;
            case 1:
                simplex.setOnly(row);
                break;
            case 2:
                simplex.addEvenly(row);
                break;
            case 3:
                simplex.toggleSolo(row);
                break;
            default:
                simplex.set(row, std::uniform_real_distribution<double>(-0.5, 1.5)(random));
        }
        ASSERT_NEAR(sumOf(simplex), 1.0, 1e-12) << "after step " << i;
        for (const double weight : simplex.weights()) ASSERT_GE(weight, 0.0);
        const std::vector<int> percent = simplex.percentages();
        ASSERT_EQ(std::accumulate(percent.begin(), percent.end(), 0), 100);
    }
}

TEST(LabelSimplex, ScalesTheOthersInProportion) {
    LabelSimplex simplex({"a", "b", "c"});
    ASSERT_TRUE(simplex.setMix({{"a", 0.2}, {"b", 0.6}, {"c", 0.2}}));
    simplex.set(0, 0.6);
    EXPECT_NEAR(simplex.weight(0), 0.6, 1e-12);
    EXPECT_NEAR(simplex.weight(1), 0.3, 1e-12);
    EXPECT_NEAR(simplex.weight(2), 0.1, 1e-12);
}

TEST(LabelSimplex, RestoresProportionsAfterAHundredPercent) {
    LabelSimplex simplex({"a", "b", "c"});
    simplex.setMix({{"a", 0.2}, {"b", 0.6}, {"c", 0.2}});
    for (const double value : {0.5, 0.9, 1.0, 1.0, 0.2}) simplex.set(0, value);
    EXPECT_NEAR(simplex.weight(1), 0.6, 1e-9);
    EXPECT_NEAR(simplex.weight(2), 0.2, 1e-9);
}

TEST(LabelSimplex, SpreadsEvenlyWhenNothingIsRemembered) {
    LabelSimplex simplex({"a", "b", "c"});
    simplex.setMix({{"a", 1.0}});
    LabelSimplex fresh({"a", "b", "c"});
    fresh.setMix({{"a", 1.0}});
    fresh.set(0, 0.5);
    EXPECT_NEAR(fresh.weight(1), 0.25, 1e-12);
    EXPECT_NEAR(fresh.weight(2), 0.25, 1e-12);
}

TEST(LabelSimplex, LockedWeightsDoNotMove) {
    LabelSimplex simplex({"a", "b", "c"});
    simplex.setMix({{"a", 0.3}, {"b", 0.5}, {"c", 0.2}});
    simplex.setLocked(1, true);
    EXPECT_FALSE(simplex.set(1, 0.9));
    simplex.set(0, 0.9);
    EXPECT_DOUBLE_EQ(simplex.weight(1), 0.5);
    EXPECT_NEAR(simplex.weight(0), 0.5, 1e-12) << "clamped to what the lock leaves";
    EXPECT_NEAR(simplex.weight(2), 0.0, 1e-12);
}

TEST(LabelSimplex, TheLastOpenWeightCannotMove) {
    LabelSimplex simplex({"a", "b"});
    simplex.setLocked(1, true);
    simplex.set(0, 0.1);
    EXPECT_NEAR(simplex.weight(0), 0.5, 1e-12);
}

TEST(LabelSimplex, SoloComesBack) {
    LabelSimplex simplex({"a", "b", "c"});
    const LabelMix mix{{"a", 0.2}, {"b", 0.6}, {"c", 0.2}};
    simplex.setMix(mix);
    simplex.toggleSolo(2);
    EXPECT_EQ(simplex.mix(), (LabelMix{{"c", 1.0}}));
    simplex.toggleSolo(0);
    EXPECT_EQ(simplex.mix(), (LabelMix{{"a", 1.0}}));
    simplex.toggleSolo(0);
    EXPECT_EQ(simplex.mix(), mix);
}

TEST(LabelSimplex, RefusesAMixItDoesNotKnow) {
    LabelSimplex simplex({"a", "b"});
    const LabelSimplex before = simplex;
    EXPECT_FALSE(simplex.setMix({{"z", 1.0}}));
    EXPECT_EQ(simplex, before);
    EXPECT_TRUE(simplex.setMix({}));
    EXPECT_TRUE(simplex.isBlend());
}

TEST(LabelSimplex, WorksWithoutLabels) {
    LabelSimplex simplex;
    EXPECT_TRUE(simplex.mix().empty());
    EXPECT_TRUE(simplex.percentages().empty());
    EXPECT_FALSE(simplex.isBlend());
}

}  // namespace
}  // namespace bplf::ui
