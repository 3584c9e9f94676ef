// SPDX-License-Identifier: GPL-3.0-or-later
// Layout of a figure: plots in a grid, a legend below, and the file formats.
#include "core/plot/curve_figure.h"

#include <algorithm>
#include <cmath>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/image/png.h"
#include "core/plot/curve_panel.h"

namespace bplf {
namespace {

constexpr double kMargin = 14;
constexpr double kGap = 18;
constexpr double kLegendSize = 11;
constexpr double kLegendRow = 17;
constexpr double kWidestName = 320;

/// Names of the runs in the order they appear.
std::vector<std::string> run_names(const std::vector<ScalarSeries>& series) {
    std::vector<std::string> names;
    for (const ScalarSeries& one : series) {
        if (std::find(names.begin(), names.end(), one.run) == names.end()) names.push_back(one.run);
    }
    return names;
}

std::map<std::string, CurveStyle> styles_of(const std::vector<std::string>& names, const CurveFigure& figure) {
    std::map<std::string, CurveStyle> styles = figure.styles;
    const std::vector<CurveStyle> assigned = assign_curve_styles(names);
    for (std::size_t i = 0; i < names.size(); ++i) styles.try_emplace(names[i], assigned[i]);
    return styles;
}

bool has_points(const CurvePanel& panel) {
    return std::any_of(panel.lines.begin(), panel.lines.end(), [](const PanelLine& line) {
        return !line.curve->raw.empty() || !line.curve->not_finite.empty();
    });
}

std::vector<CurvePanel> panels_of(const std::vector<ScalarSeries>& series,
                                  const std::map<std::string, CurveStyle>& styles, const CurveFigure& figure) {
    std::vector<CurvePanel> panels;
    for (const ScalarSeries& one : series) {
        auto panel = std::find_if(panels.begin(), panels.end(), [&](const CurvePanel& p) { return p.tag == one.tag; });
        if (panel == panels.end()) panel = panels.insert(panels.end(), CurvePanel{one.tag, {}});
        panel->lines.push_back(
            {std::make_shared<PreparedCurve>(prepare_curve(one, figure.treatment)), styles.at(one.run)});
    }
    std::erase_if(panels, [](const CurvePanel& panel) { return !has_points(panel); });
    return panels;
}

/// Where each legend entry stands: {column x, row}.
struct LegendPlace {
    double x = 0;
    double width = 0;  ///< of the name
    int row = 0;
};

std::vector<LegendPlace> place_legend(const std::vector<std::string>& names, double width) {
    std::vector<LegendPlace> places;
    double x = 0;
    int row = 0;
    for (const std::string& name : names) {
        const double text = std::min({text_width(name, kLegendSize), width - 40, kWidestName});
        const double needed = text + 42;
        if (x > 0 && x + needed > width) {
            x = 0;
            ++row;
        }
        places.push_back({x, text, row});
        x += needed;
    }
    return places;
}

void draw_legend(Drawing& drawing, const std::vector<LegendPlace>& places, const std::vector<std::string>& names,
                 const std::map<std::string, CurveStyle>& styles, double top) {
    for (std::size_t i = 0; i < places.size(); ++i) {
        const CurveStyle& style = styles.at(names[i]);
        const double x = kMargin + places[i].x;
        const double y = top + places[i].row * kLegendRow + 8;
        drawing.items.push_back(DrawLine{{{x, y}, {x + 22, y}}, style.color, 2, 1, dash_pattern(style.dash)});
        drawing.items.push_back(DrawText{.at = {x + 28, y + 4},
                                         .text = names[i],
                                         .size = kLegendSize,
                                         .color = PanelLook().ink,
                                         .max_width = places[i].width + 0.5});
    }
}

/// The number of columns that gives plots nearest to 3 : 2.
int best_columns(int count, double width, double height) {
    int best = 1;
    double least = 1e300;
    for (int columns = 1; columns <= count; ++columns) {
        const int rows = (count + columns - 1) / columns;
        const double shape = (width / columns) / (height / rows);
        const double waste = 0.15 * (columns * rows - count);
        const double distance = std::abs(std::log(shape / 1.5)) + waste;
        if (distance < least) {
            least = distance;
            best = columns;
        }
    }
    return best;
}

void check_room(int plots, double width, double height) {
    if (width >= 140 && height >= 110) return;
    throw_usage_error(std::to_string(plots) + " plots do not fit into a figure of this size.", "curves",
                      "Choose fewer tags or a larger size.");
}

void draw_panels(Drawing& drawing, const std::vector<CurvePanel>& panels, const CurveFigure& figure, double height) {
    const int count = static_cast<int>(panels.size());
    const double width = figure.width - 2 * kMargin;
    const int columns = best_columns(count, width, height);
    const int rows = (count + columns - 1) / columns;
    const double cell_width = (width - (columns - 1) * kGap) / columns;
    const double cell_height = (height - (rows - 1) * kGap) / rows;
    check_room(count, cell_width, cell_height);
    const PanelScales scales{figure.treatment.x, figure.log_x, figure.log_y,
                             figure.show_raw && figure.treatment.smoothing > 0, figure.x_range};
    ThinnedViews views;
    for (int i = 0; i < count; ++i) {
        const int row = i / columns, column = i % columns;
        const PageBox box{kMargin + column * (cell_width + kGap), kMargin + row * (cell_height + kGap), cell_width,
                          cell_height};
        const CurvePanel& panel = panels[static_cast<std::size_t>(i)];
        draw_panel(drawing, box, panel, scales, fit_axes(panel, scales), PanelLook(), views);
    }
}

std::string png_bytes(const Drawing& drawing, double scale) {
    const std::vector<std::byte> bytes = encode_png(to_image(drawing, scale));
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

Drawing draw_curves(const std::vector<ScalarSeries>& series, const CurveFigure& figure) {
    if (!can_draw()) throw_cannot_draw("curves");
    const std::vector<std::string> names = run_names(series);
    const std::map<std::string, CurveStyle> styles = styles_of(names, figure);
    const std::vector<CurvePanel> panels = panels_of(series, styles, figure);
    if (panels.empty()) {
        throw_input_error("There is no point to draw.", "curves",
                          "Choose other runs or tags, or another horizontal axis.");
    }
    Drawing drawing{.width = figure.width, .height = figure.height, .items = {}};
    const std::vector<LegendPlace> legend = place_legend(names, figure.width - 2 * kMargin);
    const double legend_height = (legend.back().row + 1) * kLegendRow;
    const double height = figure.height - 2 * kMargin - legend_height - 8;
    draw_panels(drawing, panels, figure, height);
    draw_legend(drawing, legend, names, styles, kMargin + height + 8);
    return drawing;
}

void write_curves(const std::filesystem::path& path, const std::vector<ScalarSeries>& series, const CurveFigure& figure,
                  double scale) {
    const std::string kind = path.extension().string();
    if (kind == ".csv") return write_file(path, curves_csv(series, figure.treatment));
    if (kind != ".svg" && kind != ".pdf" && kind != ".png") {
        throw_usage_error("A figure cannot be written as \"" + kind + "\".", path.string(),
                          "End the name with .svg, .pdf, .png or .csv.");
    }
    if (!can_draw()) throw_cannot_draw(path.string());
    const Drawing drawing = draw_curves(series, figure);
    write_file(path, kind == ".svg" ? to_svg(drawing) : kind == ".pdf" ? to_pdf(drawing) : png_bytes(drawing, scale));
}

}  // namespace bplf
