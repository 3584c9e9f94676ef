// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/budget.h"

#include <charconv>
#include <cmath>

#include "core/base/error.h"

namespace bplf {
namespace {

constexpr double kLeastSeconds = 10;
constexpr std::int64_t kLeastImages = 32;

[[noreturn]] void refuse(std::string_view text) {
    throw_usage_error(std::string(text).append(" is no budget."), "--budget",
                      "Use a time for everything (90s, 20min, 1.5h; at least 10s) or images for each training "
                      "(20000images, 20kimages; at least 32).");
}

/// Seconds or images that one unit stands for; the sign tells which: images are negative.
double unit_value(std::string_view unit) {
    if (unit == "s") return 1;
    if (unit == "min" || unit == "m") return 60;
    if (unit == "h") return 3600;
    if (unit == "images") return -1;
    return unit == "kimages" ? -1000 : 0;
}

std::string number_text(double value) {
    char digits[32];
    const auto [end, code] = std::to_chars(digits, digits + sizeof digits, value);
    return {digits, end};
}

}  // namespace

Budget parse_budget(std::string_view text) {
    double number = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (code != std::errc{} || !std::isfinite(number) || number > 1e9) refuse(text);
    const double unit = unit_value(text.substr(static_cast<std::size_t>(end - text.data())));
    Budget budget;
    if (unit > 0) budget.seconds = number * unit;
    if (unit < 0) budget.images = std::llround(number * -unit);
    if (budget.seconds < kLeastSeconds && budget.images < kLeastImages) refuse(text);
    return budget;
}

std::string to_string(const Budget& budget) {
    if (budget.images > 0) return std::to_string(budget.images) + "images";
    if (std::fmod(budget.seconds, 3600) == 0) return number_text(budget.seconds / 3600) + "h";
    if (std::fmod(budget.seconds, 60) == 0) return number_text(budget.seconds / 60) + "min";
    return number_text(budget.seconds) + "s";
}

}  // namespace bplf
