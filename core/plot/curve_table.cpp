// SPDX-License-Identifier: GPL-3.0-or-later
// Treatment of curves and their CSV.
#include "core/plot/curve_table.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "core/base/error.h"

namespace bplf {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

double start_of(const ScalarSeries& series) {
    for (const ScalarPoint& point : series.points) {
        if (point.wall_time > 0) return point.wall_time;
    }
    return kNaN;
}

double x_of(const ScalarPoint& point, CurveX x, double start) {
    if (x == CurveX::kStep) return point.x;
    if (point.wall_time <= 0) return kNaN;
    return x == CurveX::kWall ? point.wall_time : point.wall_time - start;
}

std::string exact(double value) {
    if (std::isnan(value)) return "nan";
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    return {text.data(), end};
}

/// The same for places and moments, which nobody wants to read as "1.7e+09".
std::string exact_place(double value) {
    if (!std::isfinite(value) || std::abs(value) >= 1e15) return exact(value);
    std::array<char, 512> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed).ptr;
    return {text.data(), end};
}

std::string quoted(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string result = "\"";
    for (const char c : text) result += c == '"' ? std::string("\"\"") : std::string(1, c);
    return result + "\"";
}

std::vector<double> values_of(const ScalarSeries& series) {
    std::vector<double> values;
    values.reserve(series.points.size());
    for (const ScalarPoint& point : series.points) values.push_back(point.value);
    return values;
}

std::vector<double> smooth(const std::vector<double>& x, const std::vector<double>& values,
                           const CurveTreatment& treatment) {
    return treatment.by_distance ? debiased_ema_by_distance(x, values, treatment.smoothing)
                                 : debiased_ema(values, treatment.smoothing);
}

/// Places of the points that a line shows, in the order of x.
std::vector<std::size_t> order_of(const std::vector<double>& x, const std::vector<double>& values) {
    std::vector<std::size_t> order;
    order.reserve(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) {
        if (std::isfinite(x[i]) && std::isfinite(values[i])) order.push_back(i);
    }
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return x[a] < x[b]; });
    return order;
}

std::vector<double> smooth_in_order(const std::vector<double>& x, const std::vector<double>& values,
                                    const CurveTreatment& treatment) {
    std::vector<double> ordered_x, ordered_values;
    const std::vector<std::size_t> order = order_of(x, values);
    for (const std::size_t i : order) {
        ordered_x.push_back(x[i]);
        ordered_values.push_back(values[i]);
    }
    const std::vector<double> smoothed = smooth(ordered_x, ordered_values, treatment);
    std::vector<double> result(values.size(), kNaN);
    for (std::size_t i = 0; i < order.size(); ++i) result[order[i]] = smoothed[i];
    return result;
}

/// The places of values that are not finite, in the order of x; y is still to be found.
std::vector<DrawPoint> holes_of(const std::vector<double>& x, const std::vector<double>& values) {
    std::vector<DrawPoint> holes;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!std::isfinite(values[i]) && std::isfinite(x[i])) holes.push_back({x[i], 0});
    }
    std::stable_sort(holes.begin(), holes.end(), [](const DrawPoint& a, const DrawPoint& b) { return a.x < b.x; });
    return holes;
}

void place_holes(std::vector<DrawPoint>& holes, const ThinnedCurve& smooth) {
    for (DrawPoint& hole : holes) {
        const auto after = std::upper_bound(smooth.x().begin(), smooth.x().end(), hole.x) - smooth.x().begin();
        hole.y = after == 0 ? 0 : smooth.y()[static_cast<std::size_t>(after - 1)];
    }
}

void append_rows(std::string& out, const ScalarSeries& series, const CurveTreatment& treatment) {
    const std::vector<double> x = curve_x(series, treatment.x);
    const std::vector<double> smoothed = smooth_in_order(x, values_of(series), treatment);
    const std::string head = quoted(series.run) + "," + quoted(series.tag) + ",";
    for (std::size_t i = 0; i < series.points.size(); ++i) {
        const ScalarPoint& point = series.points[i];
        out += head + std::to_string(point.step) + "," + (point.wall_time > 0 ? exact_place(point.wall_time) : "") +
               "," + exact_place(x[i]) + "," + exact(point.value) + "," + exact(smoothed[i]) + "\n";
    }
}

}  // namespace

CurveX curve_x_from_word(const std::string& word) {
    for (const CurveX x : {CurveX::kStep, CurveX::kRelative, CurveX::kWall}) {
        if (word == word_of(x)) return x;
    }
    throw_usage_error("\"" + word + "\" is not a horizontal axis.", "x", "Use step, relative or wall.");
}

std::string word_of(CurveX x) {
    return x == CurveX::kStep ? "step" : x == CurveX::kRelative ? "relative" : "wall";
}

std::string axis_title(CurveX x) {
    return x == CurveX::kStep ? "step" : x == CurveX::kRelative ? "time since the start" : "time";
}

AxisUnit axis_unit(CurveX x) {
    return x == CurveX::kStep ? AxisUnit::kNumber : x == CurveX::kRelative ? AxisUnit::kSeconds : AxisUnit::kDate;
}

std::vector<double> curve_x(const ScalarSeries& series, CurveX x) {
    const double start = start_of(series);
    std::vector<double> result;
    result.reserve(series.points.size());
    for (const ScalarPoint& point : series.points) result.push_back(x_of(point, x, start));
    return result;
}

std::vector<double> curve_smooth(const ScalarSeries& series, const CurveTreatment& treatment) {
    return smooth_in_order(curve_x(series, treatment.x), values_of(series), treatment);
}

PreparedCurve prepare_curve(const ScalarSeries& series, const CurveTreatment& treatment, const PreparedCurve* before) {
    const bool has_places = before != nullptr && before->revision == series.revision && series.revision != 0 &&
                            before->treatment.x == treatment.x;
    PreparedCurve curve = has_places ? *before : PreparedCurve{series.run, series.tag, {}, {}, {}, 0, {}};
    if (has_places && before->treatment == treatment) return curve;
    curve.revision = series.revision;
    curve.treatment = treatment;
    if (!has_places) {
        const std::vector<double> x = curve_x(series, treatment.x), values = values_of(series);
        curve.not_finite = holes_of(x, values);
        curve.raw = ThinnedCurve(x, values);
    }
    const bool is_smoothed = treatment.smoothing != 0;
    curve.smooth = is_smoothed ? ThinnedCurve(curve.raw, smooth(curve.raw.x(), curve.raw.y(), treatment)) : curve.raw;
    place_holes(curve.not_finite, curve.smooth);
    return curve;
}

std::vector<ScalarSeries> with_tags(std::vector<ScalarSeries> series, const std::vector<std::string>& parts) {
    std::erase_if(series, [&](const ScalarSeries& one) {
        return !parts.empty() && std::none_of(parts.begin(), parts.end(), [&](const auto& part) {
            return part.starts_with('=') ? one.tag == part.substr(1) : one.tag.find(part) != std::string::npos;
        });
    });
    return series;
}

std::string curves_csv(const std::vector<ScalarSeries>& series, const CurveTreatment& treatment) {
    std::string out = "run,tag,step,wall_time,x,value,smoothed\n";
    for (const ScalarSeries& one : series) append_rows(out, one, treatment);
    return out;
}

}  // namespace bplf
