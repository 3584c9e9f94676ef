// SPDX-License-Identifier: GPL-3.0-or-later
// Axes of plots: linear, true logarithm, and a symmetric logarithm with a declared linear band, with their
// ticks. Shared by the figure writer and the studio's plots, so that both show the same numbers.
#pragma once

#include <string>
#include <vector>

namespace bplf {

/// How values become positions along an axis.
enum class ScaleKind { kLinear, kLog, kSymlog };

/// What the numbers of an axis are; decides which ticks are round and how they are written.
enum class AxisUnit {
    kNumber,
    kSeconds,  ///< a duration: "90 s", "15 min", "2 h"
    kDate      ///< seconds since 1970, written in local time
};

/// One tick. `label` is empty for minor ticks.
struct AxisTick {
    double value = 0;     ///< in data units
    double position = 0;  ///< forward(value)
    std::string label;
};

/// The extent of finite data, kept separately for what a logarithm needs.
struct DataRange {
    double lowest = 0;
    double highest = 0;
    double smallest_magnitude = 0;  ///< smallest |v| > 0; 0 when there is none
    bool empty = true;

    /// Takes a value in; non-finite values are ignored.
    void include(double value);
    void include(const DataRange& other);
};

/// A monotone map from data to axis positions. A value type.
class AxisScale {
  public:
    AxisScale() = default;
    static AxisScale linear(AxisUnit unit = AxisUnit::kNumber);
    /// log10 of the value; NaN for values <= 0.
    static AxisScale log();
    /// Linear within ±band, logarithmic outside, smooth at neither; sign kept. Precondition: band > 0.
    static AxisScale symlog(double band);
    /// Linear unless `logarithmic`; then log when all data are > 0, else symlog with a power of ten for
    /// band: that of the smallest magnitude, but at most two decades (six without negative data) below
    /// that of the largest.
    static AxisScale choose(bool logarithmic, const DataRange& range, AxisUnit unit = AxisUnit::kNumber);

    ScaleKind kind() const { return kind_; }
    AxisUnit unit() const { return unit_; }
    /// Half width of the linear part; 0 unless symlog.
    double band() const { return kind_ == ScaleKind::kSymlog ? band_ : 0; }

    double forward(double value) const;
    double inverse(double position) const;

    /// Ticks within positions [low, high], about `wanted` of them labelled, in rising order.
    std::vector<AxisTick> ticks(double low, double high, int wanted) const;
    bool operator==(const AxisScale&) const = default;

  private:
    ScaleKind kind_ = ScaleKind::kLinear;
    AxisUnit unit_ = AxisUnit::kNumber;
    double band_ = 1;
};

/// A number as short as `step` allows: "0.25", "-3", "40k", "1.5M", "2e-5".
std::string format_tick(double value, double step);
/// A duration: "0", "30 s", "1 min 30 s", "2 h", "3 d 4 h".
std::string format_duration(double seconds);
/// A number with at most `digits` significant digits, no trailing zeros, C locale.
std::string format_number(double value, int digits);
/// A moment in local time, "2026-11-24 03:15:20".
std::string format_date(double seconds_since_1970);

}  // namespace bplf
