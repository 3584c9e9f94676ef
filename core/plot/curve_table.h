// SPDX-License-Identifier: GPL-3.0-or-later
// Curves made ready to be drawn or written: x chosen, smoothed, holes known; and the CSV of them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/io/curves.h"
#include "core/plot/curve_thinning.h"
#include "core/plot/smoothing.h"

namespace bplf {

/// What stands on the horizontal axis.
enum class CurveX {
    kStep,      ///< the step, or the column chosen when the log was read
    kRelative,  ///< seconds since the curve's first point
    kWall       ///< seconds since 1970
};

/// How curves are turned into lines.
struct CurveTreatment {
    CurveX x = CurveX::kStep;
    double smoothing = kDefaultSmoothing;  ///< 0 <= weight < 1
    bool by_distance = false;              ///< weigh by the distance in x, not by the number of points
    bool operator==(const CurveTreatment&) const = default;
};

/// "step", "relative" or "wall"; from_word throws Error(kUsage) for another word.
CurveX curve_x_from_word(const std::string& word);
std::string word_of(CurveX x);
/// The axis' title: "step", "time since the start", "time".
std::string axis_title(CurveX x);
AxisUnit axis_unit(CurveX x);

/// x of every point; NaN for a time the log does not have.
std::vector<double> curve_x(const ScalarSeries& series, CurveX x);
/// The smoothed values, one per point of the log, taken in the order of x; NaN where value or x is not finite.
std::vector<double> curve_smooth(const ScalarSeries& series, const CurveTreatment& treatment);

/// One curve as lines. Cheap to copy: copies share the points.
struct PreparedCurve {
    std::string run;
    std::string tag;
    ThinnedCurve raw;
    ThinnedCurve smooth;  ///< over the same places; `raw` itself when nothing is smoothed
    /// Of NaN and infinite values, in rising x; y = the smoothed value before (0 if none)
    std::vector<DrawPoint> not_finite;
    std::uint64_t revision = 0;  ///< of the series it was made from
    CurveTreatment treatment;
};

/// `before`: the same curve as it was prepared last, if any; what its series' revision and the treatment leave as it
/// was is taken over instead of worked out anew.
PreparedCurve prepare_curve(const ScalarSeries& series, const CurveTreatment& treatment,
                            const PreparedCurve* before = nullptr);

/// Series whose tag contains one of `parts`, or equals it where the part begins with "="; all when there
/// is no part. Order kept.
std::vector<ScalarSeries> with_tags(std::vector<ScalarSeries> series, const std::vector<std::string>& parts);

/// CSV with the columns run,tag,step,wall_time,x,value,smoothed: one row per point, numbers with as many
/// digits as it takes to read back the same double, "nan", "inf", "-inf", empty wall time when unknown,
/// lines ended by "\n", text quoted where RFC 4180 asks for it.
std::string curves_csv(const std::vector<ScalarSeries>& series, const CurveTreatment& treatment);

}  // namespace bplf
