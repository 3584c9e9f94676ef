// SPDX-License-Identifier: GPL-3.0-or-later
// Training curves as a figure: one plot per tag, one colour per run, a legend. The studio's export and
// `bplf curves --out` call the same function, so that both give the same bytes.
#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/plot/curve_colors.h"
#include "core/plot/curve_table.h"
#include "core/plot/drawing.h"

namespace bplf {

/// What the figure looks like. The defaults are the paper's figure.
struct CurveFigure {
    CurveTreatment treatment;
    bool log_x = false;
    bool log_y = false;
    bool show_raw = true;  ///< the unsmoothed line at a quarter of its ink (never when smoothing is 0)
    double width = 960;    ///< of the whole figure, in drawing units
    double height = 600;
    std::optional<std::array<double, 2>> x_range;  ///< in data units; y then fits what is within
    std::map<std::string, CurveStyle> styles;      ///< by run; runs not named here get assign_curve_styles()
};

/// Lays the figure out. Tags appear in the order of the series, runs too.
/// Error(kInput) when there is no finite point to draw; Error(kUsage) when so many plots do not fit the size;
/// Error(kResource) in a build that cannot draw (can_draw()).
Drawing draw_curves(const std::vector<ScalarSeries>& series, const CurveFigure& figure);

/// Writes what the name's ending asks for, complete or not at all: .svg, .pdf, .png (`scale` pixels per unit)
/// or .csv, which every build can write. Error(kUsage) for another ending; Error(kResource) for a picture in a build
/// that cannot draw.
void write_curves(const std::filesystem::path& path, const std::vector<ScalarSeries>& series, const CurveFigure& figure,
                  double scale = 1);

}  // namespace bplf
