// SPDX-License-Identifier: GPL-3.0-or-later
// Figures: the same bytes each time, what was asked for inside (seen by an independent reader), files complete or
// absent.
#include "core/plot/curve_figure.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/image/png.h"
#include "tests/support/support.h"

namespace bplf {
namespace {

using Json = nlohmann::json;

std::vector<ScalarSeries> two_runs(double shift = 0) {
    std::vector<ScalarSeries> all;
    for (const char* run : {"alpha", "beta <&>"}) {
        for (const char* tag : {"loss", "rate"}) {
            ScalarSeries series{run, tag, {}};
            for (int i = 0; i < 500; ++i)
                series.points.push_back({i, 1.7e9 + i, 5 * std::exp(-i / 100.0) + shift, double(i)});
            series.points[100].value = NAN;
            all.push_back(series);
        }
    }
    return all;
}

/// What another program finds in the file (tests/tools/read_figure.py); null when it cannot read it.
Json read_by_others(const std::filesystem::path& file) {
    const auto script = test::source_dir() / "tests" / "tools" / "read_figure.py";
    const std::string command = std::string(PYTHON_PROGRAM) + " -B '" + script.string() + "' '" + file.string() + "'";
    std::FILE* const pipe = ::popen(command.c_str(), "r");
    std::string text;
    for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) text += static_cast<char>(c);
    return ::pclose(pipe) == 0 ? Json::parse(text) : Json();
}

Json read_by_others(const std::string& bytes) {
    const test::TempDir folder;
    write_file(folder / "figure", bytes);
    return read_by_others(folder / "figure");
}

std::string hex(Rgb color) {
    std::array<char, 8> text{};
    std::snprintf(text.data(), text.size(), "#%02x%02x%02x", color.r, color.g, color.b);
    return text.data();
}

/// How many stroked paths have this opacity.
int strokes_of(const Json& svg, const std::string& opacity) {
    int count = 0;
    for (const auto& [key, paths] : svg["strokes"].items())
        if (key.ends_with("@" + opacity)) count += paths.get<int>();
    return count;
}

TEST(CurveFigure, IsTheSameFileEveryTime) {
    EXPECT_EQ(to_svg(draw_curves(two_runs(), {})), to_svg(draw_curves(two_runs(), {})));
    EXPECT_EQ(to_pdf(draw_curves(two_runs(), {})), to_pdf(draw_curves(two_runs(), {})));
    EXPECT_EQ(to_image(draw_curves(two_runs(), {}), 1.5), to_image(draw_curves(two_runs(), {}), 1.5));
}

TEST(CurveFigure, IsAnSvgThatOthersRead) {
    const Json svg = read_by_others(to_svg(draw_curves(two_runs(), {})));
    ASSERT_FALSE(svg.is_null());
    EXPECT_EQ(svg["width"], 960);
    EXPECT_EQ(svg["height"], 600);
    EXPECT_GT(svg["glyphs"], 40);
    const std::vector<CurveStyle> styles = assign_curve_styles({"alpha", "beta <&>"});
    for (const CurveStyle& style : styles) {
        EXPECT_EQ(svg["strokes"][hex(style.color) + "@0.25"], 2) << "the logged line in two plots";
        EXPECT_EQ(svg["strokes"][hex(style.color) + "@1.0"], 3) << "the smoothed line in two plots, and the legend";
        EXPECT_EQ(svg["fills"][hex(style.color)], 2) << "a triangle for the NaN in each plot";
    }
    EXPECT_GE(svg["fills"]["#ffffff"], 4) << "each on a rim of paper";
}

TEST(CurveFigure, LeavesTheLoggedLineOutWithoutSmoothing) {
    CurveFigure figure;
    EXPECT_EQ(strokes_of(read_by_others(to_svg(draw_curves(two_runs(), figure))), "0.25"), 4);
    figure.treatment.smoothing = 0;
    EXPECT_EQ(strokes_of(read_by_others(to_svg(draw_curves(two_runs(), figure))), "0.25"), 0);
}

TEST(CurveFigure, TintsTheLinearBandOfASymlog) {
    CurveFigure figure;
    figure.log_y = true;
    EXPECT_FALSE(read_by_others(to_svg(draw_curves(two_runs(), figure)))["fills"].contains("#f3f0e4"));
    EXPECT_EQ(read_by_others(to_svg(draw_curves(two_runs(-1), figure)))["fills"]["#f3f0e4"], 2) << "one per plot";
}

TEST(CurveFigure, IsAPdfWithWordsInAnyLanguage) {
    std::vector<ScalarSeries> series = two_runs();
    series[0].run = series[1].run = "größe ослик";
    series[2].run = series[3].run = "bad \xff byte";
    const Json pdf = read_by_others(to_pdf(draw_curves(series, {})));
    ASSERT_FALSE(pdf.is_null());
    EXPECT_EQ(pdf["width"], 960);
    EXPECT_EQ(pdf["height"], 600);
    EXPECT_EQ(pdf["dates"], 0) << "no clock in the file";
    std::string text;
    for (const Json& block : pdf["texts"]) text += block.get<std::string>() + "\n";
    for (const char* word : {"loss", "rate", "step", "größe ослик", "bad \xef\xbf\xbd byte"})
        EXPECT_NE(text.find(word), text.npos) << word << " in\n" << text;
}

TEST(CurveFigure, CutsANameThatIsTooLong) {
    std::vector<ScalarSeries> series = two_runs();
    series[0].run = series[1].run = std::string(500, 'x');
    const Json pdf = read_by_others(to_pdf(draw_curves(series, {})));
    std::string text;
    for (const Json& block : pdf["texts"]) text += block.get<std::string>();
    EXPECT_NE(text.find("xxx…"), text.npos);
    EXPECT_EQ(text.find(std::string(400, 'x')), text.npos);
}

TEST(CurveFigure, PaintsPixelsInTheRunsColours) {
    const Drawing drawing = draw_curves(two_runs(), {});
    const Image image = to_image(drawing, 1);
    EXPECT_EQ(image.width, 960);
    EXPECT_EQ(image.height, 600);
    const Rgb wanted = assign_curve_styles({"alpha", "beta <&>"})[1].color;
    int found = 0;
    for (std::size_t i = 0; i < image.pixels.size(); i += 3) {
        found += image.pixels[i] == wanted.r && image.pixels[i + 1] == wanted.g && image.pixels[i + 2] == wanted.b;
    }
    EXPECT_GT(found, 50);
    EXPECT_EQ(std::count(image.pixels.begin(), image.pixels.begin() + 960 * 3, 255), 960 * 3) << "a white margin";
    EXPECT_EQ(to_image(drawing, 2).width, 1920);
    EXPECT_THROW(to_image(drawing, 15), Error) << "more pixels than anybody wants";
}

TEST(CurveFigure, WritesEachFormatAtomically) {
    const test::TempDir folder;
    for (const char* name : {"f.svg", "f.pdf", "f.png", "f.csv"}) {
        write_curves(folder / name, two_runs(), {}, 1);
        EXPECT_GT(std::filesystem::file_size(folder / name), 1000u) << name;
    }
    EXPECT_EQ(read_png(folder / "f.png"), to_image(draw_curves(two_runs(), {}), 1));
    EXPECT_THROW(write_curves(folder / "f.gif", two_runs(), {}), Error);
    EXPECT_FALSE(std::filesystem::exists(folder / "f.gif"));
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 4);
}

TEST(CurveFigure, SaysWhyNothingCanBeDrawn) {
    EXPECT_THROW(draw_curves({}, {}), Error);
    EXPECT_THROW(draw_curves({{"r", "t", {}}}, {}), Error);
    std::vector<ScalarSeries> many;
    for (int i = 0; i < 60; ++i) many.push_back({"r", "tag " + std::to_string(i), {{0, 0, 1, 0}, {1, 0, 2, 1}}});
    EXPECT_THROW(draw_curves(many, {}), Error) << "sixty plots do not fit";
}

TEST(CurveFigure, DrawsDegenerateCurves) {
    std::vector<ScalarSeries> odd{{"one", "t", {{5, 0, 3, 5}}},
                                  {"constant", "t", {{1, 0, 2, 1}, {2, 0, 2, 2}}},
                                  {"holes", "t", {{1, 0, NAN, 1}, {2, 0, INFINITY, 2}}},
                                  {"huge", "u", {{1, 0, 1e300, 1}, {2, 0, -1e300, 2}}}};
    CurveFigure figure;
    for (const bool log : {false, true}) {
        figure.log_x = figure.log_y = log;
        const Json svg = read_by_others(to_svg(draw_curves(odd, figure)));
        EXPECT_FALSE(svg.is_null()) << "every number is one";
    }
}

TEST(CurveFigure, ShowsAPointBetweenNaNsAsADot) {
    ScalarSeries islands{"r", "t", {}};
    for (int i = 0; i < 8; ++i) islands.points.push_back({i, 0, i % 2 ? 1.0 + i : NAN, double(i)});
    CurveFigure figure;
    figure.treatment.smoothing = 0;
    const Json svg = read_by_others(to_svg(draw_curves({islands}, figure)));
    const std::string color = hex(assign_curve_styles({"r"})[0].color);
    EXPECT_EQ(svg["fills"][color], 4 + 4) << "four triangles, four dots";
    EXPECT_EQ(svg["strokes"][color + "@1.0"], 1) << "the legend alone: no line leads through a hole";
}

}  // namespace
}  // namespace bplf
