// SPDX-License-Identifier: GPL-3.0-or-later
// Maps and ticks of axes.
#include "core/plot/curve_scale.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <ctime>
#include <limits>

#include "core/base/error.h"

namespace bplf {
namespace {

constexpr std::array kDurationSteps{
    0.001,  0.002,   0.005,   0.01,    0.02,    0.05,     0.1,      0.2,      0.5,       1.0,       2.0,
    5.0,    10.0,    15.0,    30.0,    60.0,    120.0,    300.0,    600.0,    900.0,     1800.0,    3600.0,
    7200.0, 10800.0, 21600.0, 43200.0, 86400.0, 172800.0, 432000.0, 864000.0, 2592000.0, 7776000.0, 31536000.0};

double nice_step(double span, int wanted) {
    const double rough = span / std::max(wanted, 1);
    const double magnitude = std::pow(10.0, std::floor(std::log10(rough)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * magnitude >= rough * 0.999) return factor * magnitude;
    }
    return 10 * magnitude;
}

double time_step(double span, int wanted) {
    const double rough = span / std::max(wanted, 1);
    for (const double step : kDurationSteps) {
        if (step >= rough) return step;
    }
    return nice_step(span, wanted);
}

std::tm local_time(double seconds) {
    const auto whole = static_cast<std::time_t>(std::floor(seconds));
    std::tm parts{};
    localtime_r(&whole, &parts);
    return parts;
}

std::string strftime_text(double seconds, const char* pattern) {
    if (!std::isfinite(seconds) || std::abs(seconds) > 1e13) return "?";
    const std::tm parts = local_time(seconds);
    std::array<char, 64> text{};
    const std::size_t length = std::strftime(text.data(), text.size(), pattern, &parts);
    return {text.data(), length};
}

std::string date_label(double value, double step) {
    if (step >= 86400) return strftime_text(value, "%b %e");
    if (step >= 60) {
        const std::tm parts = local_time(value);
        if (parts.tm_hour == 0 && parts.tm_min == 0) return strftime_text(value, "%b %e");
    }
    return strftime_text(value, step >= 60 ? "%H:%M" : "%H:%M:%S");
}

/// Multiples of a step in local time begin at local midnight, not at that of Greenwich.
double date_offset(double low, double step) {
    return step >= 3600 && std::isfinite(low) ? static_cast<double>(local_time(low).tm_gmtoff) : 0;
}

std::string label_of(double value, double step, AxisUnit unit) {
    if (unit == AxisUnit::kSeconds) return format_duration(value);
    if (unit == AxisUnit::kDate) return date_label(value, step);
    return format_tick(value, step);
}

std::vector<AxisTick> linear_ticks(double low, double high, int wanted, AxisUnit unit) {
    const double span = high - low;
    if (!(span > 0) || !std::isfinite(span)) return {};
    const double step = unit == AxisUnit::kNumber ? nice_step(span, wanted) : time_step(span, wanted);
    const double offset = unit == AxisUnit::kDate ? date_offset(low, step) : 0;
    std::vector<AxisTick> ticks;
    const double first = std::ceil((low + offset) / step - 1e-9);
    for (double i = first; i * step - offset <= high + step * 1e-9 && ticks.size() < 200; ++i) {
        const double value = i == 0 && offset == 0 ? 0.0 : i * step - offset;
        ticks.push_back({value, value, label_of(value, step, unit)});
    }
    // One number alone says nothing about the scale.
    constexpr int kMostWanted = 8;
    if (ticks.size() < 2 && wanted < kMostWanted) return linear_ticks(low, high, wanted + 1, unit);
    return ticks;
}

/// Powers of ten with their labels where they are `stride` decades apart, and 2…9 between them.
void add_decades(std::vector<AxisTick>& ticks, const AxisScale& scale, double low_exponent, double high_exponent,
                 int stride, double sign) {
    const double low = std::max(std::floor(low_exponent), -320.0);
    const double high = std::min(std::ceil(high_exponent), 308.0);
    for (double exponent = low; exponent <= high; ++exponent) {
        const double power = std::pow(10.0, exponent);
        const bool labelled = std::fmod(std::abs(exponent), stride) == 0;
        const double value = sign * power;
        ticks.push_back({value, scale.forward(value), labelled ? format_tick(value, power) : ""});
        for (int digit = 2; digit < 10 && stride == 1; ++digit) {
            ticks.push_back({value * digit, scale.forward(value * digit), ""});
        }
    }
}

/// Few decades in view leave room for the labels of 2 and 5 too.
void label_between(std::vector<AxisTick>& ticks, int decades) {
    if (decades > 2) return;
    for (AxisTick& tick : ticks) {
        const double power = std::pow(10.0, std::floor(std::log10(std::abs(tick.value))));
        const double digit = std::round(std::abs(tick.value) / power);
        if (digit == 2 || digit == 5) tick.label = format_tick(tick.value, power);
    }
}

void keep_within(std::vector<AxisTick>& ticks, double low, double high) {
    const double slack = (high - low) * 1e-9;
    std::erase_if(
        ticks, [&](const AxisTick& tick) { return !(tick.position >= low - slack && tick.position <= high + slack); });
    std::sort(ticks.begin(), ticks.end(), [](const AxisTick& a, const AxisTick& b) { return a.position < b.position; });
}

/// Ticks at linear round values, for a view so narrow that it holds fewer than two powers of ten.
std::vector<AxisTick> narrow_ticks(const AxisScale& scale, double low, double high, int wanted) {
    std::vector<AxisTick> ticks = linear_ticks(scale.inverse(low), scale.inverse(high), wanted, AxisUnit::kNumber);
    for (AxisTick& tick : ticks) tick.position = scale.forward(tick.value);
    keep_within(ticks, low, high);
    return ticks;
}

std::vector<AxisTick> log_ticks(const AxisScale& scale, double low, double high, int wanted) {
    if (!(high > low) || !std::isfinite(low) || !std::isfinite(high)) return {};
    if (high - low < 1.2) return narrow_ticks(scale, low, high, wanted);
    std::vector<AxisTick> ticks;
    const int decades = static_cast<int>(std::ceil(std::min(high - low, 700.0)));
    const int stride = std::max(1, (decades + wanted - 1) / std::max(wanted, 1));
    add_decades(ticks, scale, low, high, stride, 1);
    label_between(ticks, decades);
    keep_within(ticks, low, high);
    return ticks;
}

std::vector<AxisTick> symlog_ticks(const AxisScale& scale, double low, double high, int wanted) {
    if (!(high > low) || !std::isfinite(low) || !std::isfinite(high)) return {};
    if (high - low < 1.2 || (low > -1 && high < 1)) return narrow_ticks(scale, low, high, wanted);
    std::vector<AxisTick> ticks;
    const double exponent = std::log10(scale.band());
    const double reach = std::max(std::abs(low), std::abs(high)) - 1;
    const int stride = std::max(1, static_cast<int>(std::ceil((high - low) / (wanted + 1))));
    if (high > 0) add_decades(ticks, scale, exponent, exponent + reach, stride, 1);
    if (low < 0) add_decades(ticks, scale, exponent, exponent + reach, stride, -1);
    ticks.push_back({0, 0, "0"});
    keep_within(ticks, low, high);
    return ticks;
}

std::string trimmed(std::string text) {
    if (text.find('.') == std::string::npos || text.find('e') != std::string::npos) return text;
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
    return text == "-0" ? "0" : text;
}

std::string printf_number(const char* pattern, int digits, double value) {
    std::array<char, 64> text{};
    const int length = std::snprintf(text.data(), text.size(), pattern, digits, value);
    std::string result(text.data(), static_cast<std::size_t>(std::clamp(length, 0, 63)));
    std::replace(result.begin(), result.end(), ',', '.');  // whatever the locale says
    return result;
}

/// "2e-05" to "2e-5".
std::string short_exponent(std::string text) {
    const std::size_t e = text.find('e');
    if (e == std::string::npos) return text;
    const bool negative = text[e + 1] == '-';
    std::size_t digits = e + 2;
    while (digits + 1 < text.size() && text[digits] == '0') ++digits;
    return text.substr(0, e + 1) + (negative ? "-" : "") + text.substr(digits);
}

}  // namespace

void DataRange::include(double value) {
    if (!std::isfinite(value)) return;
    lowest = empty ? value : std::min(lowest, value);
    highest = empty ? value : std::max(highest, value);
    empty = false;
    const double magnitude = std::abs(value);
    if (magnitude > 0 && (smallest_magnitude == 0 || magnitude < smallest_magnitude)) {
        smallest_magnitude = magnitude;
    }
}

void DataRange::include(const DataRange& other) {
    if (other.empty) return;
    include(other.lowest);
    include(other.highest);
    if (other.smallest_magnitude > 0 && (smallest_magnitude == 0 || other.smallest_magnitude < smallest_magnitude)) {
        smallest_magnitude = other.smallest_magnitude;
    }
}

AxisScale AxisScale::linear(AxisUnit unit) {
    AxisScale scale;
    scale.unit_ = unit;
    return scale;
}

AxisScale AxisScale::log() {
    AxisScale scale;
    scale.kind_ = ScaleKind::kLog;
    return scale;
}

AxisScale AxisScale::symlog(double band) {
    BPLF_CHECK(band > 0, "the linear band must be wider than zero");
    AxisScale scale;
    scale.kind_ = ScaleKind::kSymlog;
    scale.band_ = band;
    return scale;
}

AxisScale AxisScale::choose(bool logarithmic, const DataRange& range, AxisUnit unit) {
    if (!logarithmic || range.empty) return linear(unit);
    if (range.lowest > 0) return log();
    const double largest = std::max(std::abs(range.lowest), std::abs(range.highest));
    if (largest == 0) return linear(unit);
    const double limit = range.lowest < 0 ? 1e-2 : 1e-6;
    const double wanted = std::max(range.smallest_magnitude, largest * limit);
    return symlog(std::pow(10.0, std::floor(std::log10(wanted) + 1e-9)));
}

double AxisScale::forward(double value) const {
    if (kind_ == ScaleKind::kLinear) return value;
    if (kind_ == ScaleKind::kLog) {
        return value > 0 ? std::log10(value) : std::numeric_limits<double>::quiet_NaN();
    }
    const double share = std::abs(value) / band_;
    return std::copysign(share <= 1 ? share : 1 + std::log10(share), value);
}

double AxisScale::inverse(double position) const {
    if (kind_ == ScaleKind::kLinear) return position;
    if (kind_ == ScaleKind::kLog) return std::pow(10.0, position);
    const double share = std::abs(position);
    return std::copysign(band_ * (share <= 1 ? share : std::pow(10.0, share - 1)), position);
}

std::vector<AxisTick> AxisScale::ticks(double low, double high, int wanted) const {
    if (kind_ == ScaleKind::kLog) return log_ticks(*this, low, high, wanted);
    if (kind_ == ScaleKind::kSymlog) return symlog_ticks(*this, low, high, wanted);
    return linear_ticks(low, high, wanted, unit_);
}

std::string format_number(double value, int digits) {
    if (std::isnan(value)) return "NaN";
    if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
    return short_exponent(printf_number("%.*g", digits, value));
}

std::string format_tick(double value, double step) {
    if (value == 0) return "0";
    const double magnitude = std::abs(value);
    if (magnitude >= 1e9 || magnitude < 1e-3) {
        const double digits = std::log10(magnitude) - std::log10(std::min(step, magnitude));
        return format_number(value, 1 + static_cast<int>(std::max(0.0, std::floor(digits + 1e-6))));
    }
    const double unit = magnitude >= 1e6 ? 1e6 : magnitude >= 1e4 ? 1e3 : 1;
    const int decimals = std::clamp(static_cast<int>(std::ceil(-std::log10(step / unit) - 1e-9)), 0, 12);
    const std::string text = trimmed(printf_number("%.*f", decimals, value / unit));
    return text + (unit == 1e6 ? "M" : unit == 1e3 ? "k" : "");
}

std::string format_duration(double seconds) {
    if (!std::isfinite(seconds)) return format_number(seconds, 3);
    const double size = std::abs(seconds);
    const std::string sign = seconds < 0 ? "-" : "";
    if (size == 0) return "0";
    if (size < 59.95) return sign + format_number(size, 3) + " s";
    const auto pair = [&](double unit, double per, const char* large, const char* small) {
        const double total = std::round(size / unit);
        const double rest = std::fmod(total, per);
        const std::string head = sign + format_number(std::floor(total / per), 9) + large;
        return rest == 0 ? head : head + " " + format_number(rest, 3) + small;
    };
    if (size < 3600) return pair(1, 60, " min", " s");
    if (size < 86400) return pair(60, 60, " h", " min");
    return pair(3600, 24, " d", " h");
}

std::string format_date(double seconds_since_1970) {
    return strftime_text(seconds_since_1970, "%Y-%m-%d %H:%M:%S");
}

}  // namespace bplf
