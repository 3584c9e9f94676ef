// SPDX-License-Identifier: GPL-3.0-or-later
// Figures: the same bytes each time, what was asked for inside, files complete or absent.
#include "core/plot/curve_figure.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/image/png.h"
#include "tests/support/support.h"

namespace bplf {
namespace {

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

std::size_t count(const std::string& text, const std::string& what) {
    std::size_t found = 0;
    for (std::size_t at = text.find(what); at != text.npos; at = text.find(what, at + 1)) ++found;
    return found;
}

TEST(CurveFigure, IsTheSameSvgEveryTime) {
    const std::string svg = to_svg(draw_curves(two_runs(), {}));
    EXPECT_EQ(svg, to_svg(draw_curves(two_runs(), {})));
    EXPECT_TRUE(svg.starts_with("<?xml"));
    EXPECT_TRUE(svg.ends_with("</svg>\n"));
    EXPECT_NE(svg.find("beta &lt;&amp;&gt;"), svg.npos) << "names are escaped";
    EXPECT_NE(svg.find(">loss<"), svg.npos);
    EXPECT_EQ(count(svg, "stroke-opacity=\"0.25\""), 4u) << "one logged line per curve";
    EXPECT_EQ(count(svg, "<g "), count(svg, "</g>"));
    EXPECT_EQ(svg.find("nan"), svg.npos);
}

TEST(CurveFigure, LeavesTheLoggedLineOutWithoutSmoothing) {
    CurveFigure figure;
    figure.treatment.smoothing = 0;
    EXPECT_EQ(count(to_svg(draw_curves(two_runs(), figure)), "stroke-opacity"), 0u);
}

TEST(CurveFigure, TintsTheLinearBandOfASymlog) {
    CurveFigure figure;
    figure.log_y = true;
    EXPECT_EQ(count(to_svg(draw_curves(two_runs(), figure)), "#f3f0e4"), 0u);
    EXPECT_EQ(count(to_svg(draw_curves(two_runs(-1), figure)), "#f3f0e4"), 2u) << "one per plot";
}

TEST(CurveFigure, IsAWellFormedPdf) {
    const std::string pdf = to_pdf(draw_curves(two_runs(), {}));
    EXPECT_TRUE(pdf.starts_with("%PDF-1.4"));
    EXPECT_TRUE(pdf.ends_with("%%EOF\n"));
    const std::size_t start = std::stoul(pdf.substr(pdf.rfind("startxref") + 10));
    ASSERT_EQ(pdf.substr(start, 4), "xref");
    // Each entry of the table points at its object.
    const std::size_t first = pdf.find("0000000000 65535 f \n", start) + 20;
    for (std::size_t i = 0; i < 6; ++i) {
        const std::size_t offset = std::stoul(pdf.substr(first + 20 * i, 10));
        EXPECT_EQ(pdf.substr(offset, 7), std::to_string(i + 1) + " 0 obj");
    }
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
        const std::string svg = to_svg(draw_curves(odd, figure));
        EXPECT_EQ(svg.find("nan"), svg.npos);
        EXPECT_EQ(svg.find("inf"), svg.npos);
    }
}

}  // namespace
}  // namespace bplf
