// SPDX-License-Identifier: GPL-3.0-or-later
// Treatment of curves and their CSV, against numbers from tests/data/curves/make_golden.py.
#include "core/plot/curve_table.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <sstream>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/plot/curve_colors.h"
#include "tests/support/support.h"

namespace bplf {
namespace {

std::vector<std::vector<std::string>> rows(const std::string& csv) {
    std::vector<std::vector<std::string>> result;
    std::istringstream lines(csv);
    for (std::string line; std::getline(lines, line);) {
        result.emplace_back();
        std::istringstream cells(line);
        for (std::string cell; std::getline(cells, cell, ',');) result.back().push_back(cell);
    }
    return result;
}

ScalarSeries golden_series(std::vector<std::vector<std::string>>& golden) {
    golden = rows(read_file(test::source_dir() / "tests/data/curves/golden.csv"));
    golden.erase(golden.begin());
    ScalarSeries series{"run", "loss", {}};
    for (const auto& row : golden) {
        const double step = std::strtod(row[0].c_str(), nullptr);
        series.points.push_back(
            {static_cast<std::int64_t>(step), 1.7e9 + step / 3, std::strtod(row[1].c_str(), nullptr), step});
    }
    return series;
}

TEST(CurvesCsv, AgreesWithTheTextbookFormula) {
    std::vector<std::vector<std::string>> golden;
    const ScalarSeries series = golden_series(golden);
    const auto written = rows(curves_csv({series}, {}));
    ASSERT_EQ(written.size(), golden.size() + 1);
    EXPECT_EQ(written[0], (std::vector<std::string>{"run", "tag", "step", "wall_time", "x", "value", "smoothed"}));
    for (std::size_t i = 0; i < golden.size(); ++i) {
        const auto& row = written[i + 1];
        EXPECT_EQ(row[2], golden[i][0]);
        const double value = std::strtod(row[5].c_str(), nullptr), expected = series.points[i].value;
        EXPECT_TRUE(value == expected || (std::isnan(value) && std::isnan(expected))) << "full precision";
        const double smooth = std::strtod(row[6].c_str(), nullptr);
        const double wanted = std::strtod(golden[i][2].c_str(), nullptr);
        EXPECT_EQ(std::isnan(smooth), std::isnan(wanted)) << i;
        if (!std::isnan(wanted)) {
            EXPECT_NEAR(smooth, wanted, 1e-12) << i;
        }
    }
}

TEST(CurvesCsv, QuotesNamesAndLeavesUnknownTimesEmpty) {
    const ScalarSeries series{"a,\"b\"", "tag", {{3, 0, 0.1, 3}}};
    EXPECT_EQ(curves_csv({series}, {.smoothing = 0}),
              "run,tag,step,wall_time,x,value,smoothed\n\"a,\"\"b\"\"\",tag,3,,3,0.1,0.1\n");
}

TEST(CurvesCsv, WritesPlacesAndMomentsWithoutExponents) {
    const ScalarSeries series{"r", "t", {{100000, 1.7e9, 1e-7, 1e5}}};
    EXPECT_EQ(curves_csv({series}, {.smoothing = 0}),
              "run,tag,step,wall_time,x,value,smoothed\nr,t,100000,1700000000,100000,1e-07,1e-07\n");
}

TEST(CurvesCsv, CanBeOpenedAgain) {
    const test::TempDir folder;
    std::vector<std::vector<std::string>> golden;
    ScalarSeries series = golden_series(golden);
    write_file(folder / "out.csv", curves_csv({series}, {}));
    const auto runs = find_runs(folder / "out.csv");
    const auto read = read_run(runs.at(0));
    ASSERT_EQ(read.size(), 1u);
    EXPECT_EQ(read[0].tag, "run/loss");
    ASSERT_EQ(read[0].points.size(), series.points.size());
    EXPECT_EQ(read[0].points[5].value, series.points[5].value);
    EXPECT_EQ(read[0].points[5].step, series.points[5].step);
    EXPECT_EQ(read[0].points[5].wall_time, series.points[5].wall_time);
}

TEST(CurveX, ChoosesStepsOrTimes) {
    const ScalarSeries series{"r", "t", {{10, 100, 1, 0.5}, {20, 0, 2, 1.5}, {30, 160, 3, 2.5}}};
    EXPECT_EQ(curve_x(series, CurveX::kStep), (std::vector<double>{0.5, 1.5, 2.5}));
    const auto relative = curve_x(series, CurveX::kRelative);
    EXPECT_EQ(relative[0], 0);
    EXPECT_TRUE(std::isnan(relative[1])) << "the log does not say";
    EXPECT_EQ(relative[2], 60);
    EXPECT_EQ(curve_x_from_word("wall"), CurveX::kWall);
    EXPECT_THROW(curve_x_from_word("epoch"), Error);
}

TEST(PreparedCurve, MarksHolesAtTheHeightOfTheLine) {
    const ScalarSeries series{"r", "t", {{0, 1, 4, 0}, {1, 2, NAN, 1}, {2, 3, INFINITY, 2}, {3, 4, 2, 3}}};
    const PreparedCurve curve = prepare_curve(series, {.smoothing = 0.5});
    ASSERT_EQ(curve.not_finite.size(), 2u);
    EXPECT_EQ(curve.not_finite[0].x, 1);
    EXPECT_EQ(curve.not_finite[0].y, 4);
    EXPECT_EQ(curve.raw.size(), 2u);
    EXPECT_EQ(curve.smooth.size(), 2u);
}

TEST(PreparedCurve, ANewTreatmentSmoothsAgainAndKeepsThePlaces) {
    ScalarSeries series{"r", "t", {{0, 1, 4, 0}, {1, 2, NAN, 1}, {2, 3, 2, 2}, {3, 4, 6, 3}}, 1};
    const PreparedCurve before = prepare_curve(series, {.smoothing = 0.5});
    const PreparedCurve after = prepare_curve(series, {.smoothing = 0.9}, &before);
    EXPECT_EQ(after.raw.identity(), before.raw.identity());
    EXPECT_NE(after.smooth.identity(), before.smooth.identity());
    EXPECT_EQ(after.smooth.y(), prepare_curve(series, {.smoothing = 0.9}).smooth.y());
    EXPECT_EQ(prepare_curve(series, {.smoothing = 0}, &before).smooth.identity(), before.raw.identity());
    const PreparedCurve same = prepare_curve(series, {.smoothing = 0.5}, &before);
    EXPECT_EQ(same.smooth.identity(), before.smooth.identity());
}

TEST(PreparedCurve, NewPointsOrAnotherAxisArePreparedAnew) {
    ScalarSeries series{"r", "t", {{0, 100, 4, 0}, {1, 200, 2, 1}}, 1};
    const PreparedCurve before = prepare_curve(series, {.smoothing = 0.5});
    series.points.push_back({2, 300, 1, 2});
    series.revision = 2;
    EXPECT_EQ(prepare_curve(series, {.smoothing = 0.5}, &before).raw.size(), 3u);
    const PreparedCurve timed = prepare_curve(series, {.x = CurveX::kRelative, .smoothing = 0.5}, &before);
    EXPECT_EQ(timed.raw.x(), (std::vector<double>{0, 100, 200}));
}

TEST(PreparedCurve, SmoothsInTheOrderOfX) {
    const ScalarSeries mixed{"r", "t", {{0, 0, 5, 1}, {1, 0, 1, 0}, {2, 0, 3, 2}}};
    const ScalarSeries ordered{"r", "t", {{0, 0, 1, 0}, {1, 0, 5, 1}, {2, 0, 3, 2}}};
    const CurveTreatment half{.smoothing = 0.5};
    EXPECT_EQ(prepare_curve(mixed, half).smooth.y(), prepare_curve(ordered, half).smooth.y());
    const auto of_log = curve_smooth(mixed, half), of_line = curve_smooth(ordered, half);
    EXPECT_EQ(of_log[0], of_line[1]) << "one per point of the log, in its order";
    EXPECT_EQ(of_log[1], of_line[0]);
    EXPECT_EQ(of_log[2], of_line[2]);
}

TEST(WithTags, MatchesPartsAndWholeNames) {
    const std::vector<ScalarSeries> series{{"r", "loss", {}}, {"r", "val/loss", {}}, {"r", "rate", {}}};
    EXPECT_EQ(with_tags(series, {}).size(), 3u);
    EXPECT_EQ(with_tags(series, {"loss"}).size(), 2u);
    EXPECT_EQ(with_tags(series, {"=loss"}).size(), 1u);
    EXPECT_TRUE(with_tags(series, {"none"}).empty());
}

TEST(CurveStyles, StayWithTheNameWhenOthersArrive) {
    std::vector<std::string> names;
    std::vector<CurveStyle> before;
    for (int i = 0; i < 30; ++i) {
        names.push_back("run " + std::to_string(i));
        const auto styles = assign_curve_styles(names);
        for (std::size_t k = 0; k < before.size(); ++k) {
            EXPECT_EQ(styles[k].color, before[k].color);
            EXPECT_EQ(styles[k].dash, before[k].dash);
        }
        before = styles;
    }
    EXPECT_NE(before[0].color, before[1].color);
    EXPECT_EQ(before[29].dash, 2) << "more runs than colours differ in their dashes";
}

TEST(CurveStyles, TheFirstFreeOneIsGivenAgain) {
    std::vector<CurveStyle> taken = assign_curve_styles({"a", "b", "c"});
    EXPECT_EQ(first_free_style({}), taken[0]);
    EXPECT_EQ(first_free_style({taken[0], taken[2]}), taken[1]);
    std::vector<CurveStyle> all;
    for (int i = 0; i < 30; ++i) all.push_back(first_free_style(all));
    EXPECT_EQ(all, assign_curve_styles(std::vector<std::string>(30))) << "no style is given twice";
}

}  // namespace
}  // namespace bplf
