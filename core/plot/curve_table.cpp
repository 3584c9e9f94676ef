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

void append_rows(std::string& out, const ScalarSeries& series, const CurveTreatment& treatment) {
    const std::vector<double> x = curve_x(series, treatment.x);
    const std::vector<double> smoothed = smooth(x, values_of(series), treatment);
    const std::string head = quoted(series.run) + "," + quoted(series.tag) + ",";
    for (std::size_t i = 0; i < series.points.size(); ++i) {
        const ScalarPoint& point = series.points[i];
        out += head + std::to_string(point.step) + "," + (point.wall_time > 0 ? exact(point.wall_time) : "") + "," +
               exact(x[i]) + "," + exact(point.value) + "," + exact(smoothed[i]) + "\n";
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
    return smooth(curve_x(series, treatment.x), values_of(series), treatment);
}

PreparedCurve prepare_curve(const ScalarSeries& series, const CurveTreatment& treatment) {
    PreparedCurve curve{series.run, series.tag, {}, {}, {}};
    const std::vector<double> x = curve_x(series, treatment.x);
    const std::vector<double> values = values_of(series);
    const std::vector<double> smoothed = smooth(x, values, treatment);
    double last = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (std::isfinite(smoothed[i])) last = smoothed[i];
        if (!std::isfinite(values[i]) && std::isfinite(x[i])) curve.not_finite.push_back({x[i], last});
    }
    curve.raw = ThinnedCurve(x, values);
    curve.smooth = ThinnedCurve(x, smoothed);
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
