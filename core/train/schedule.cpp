// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/schedule.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/error.h"

namespace bplf {
namespace {

std::string rate_text(double rate) {
    char text[32];
    std::snprintf(text, sizeof text, "%.3g", rate);
    return text;
}

/// Nothing but a cosine looks at how long the run is.
ScheduleOptions without_unread(ScheduleOptions options) {
    if (options.kind != "cosine") options.total = 0;
    return options;
}

}  // namespace

void validate(const ScheduleOptions& options) {
    if (options.kind != "constant" && options.kind != "cosine" && options.kind != "exponential") {
        throw_usage_error("'" + options.kind + "' is not a known schedule.", "config key 'schedule'",
                          "Use constant, cosine or exponential.");
    }
    if (!(options.peak > 0 && options.peak <= 1) || !(options.floor >= 0 && options.floor <= options.peak)) {
        throw_usage_error("the learning rate must lie in (0, 1] and its floor in [0, rate].",
                          "config keys 'learning_rate', 'learning_rate_floor'");
    }
    if (options.warmup < 1) {
        throw_usage_error("must be at least 1 step.", "config key 'warmup'");
    }
}

double learning_rate(const ScheduleOptions& options, std::int64_t step) {
    const double rise = std::min(1.0, static_cast<double>(step + 1) / static_cast<double>(options.warmup));
    if (step < options.warmup || options.kind == "constant") return options.peak * rise;
    const double after = static_cast<double>(step - options.warmup);
    if (options.kind == "exponential") {
        return std::max(options.floor, options.peak * std::pow(0.93, after / 1000.0));
    }
    const double span = static_cast<double>(std::max<std::int64_t>(1, options.total - options.warmup));
    const double phase = std::min(1.0, after / span);
    return options.floor + (options.peak - options.floor) * 0.5 * (1 + std::cos(std::numbers::pi * phase));
}

std::string rate_change(const ScheduleOptions& before, const ScheduleOptions& after, std::int64_t step) {
    if (without_unread(before) == without_unread(after)) return {};
    std::string text = "The learning rate goes on at " + rate_text(learning_rate(after, step)) +
                       " (by the former settings it would be " + rate_text(learning_rate(before, step)) + ")";
    if (after.kind == "constant") return text + " and stays there.";
    if (after.kind == "exponential") return text + " and falls by 7 % in each 1000 steps.";
    return text + " and falls as a cosine to " + rate_text(after.floor) + " at step " + std::to_string(after.total) +
           ".";
}

}  // namespace bplf
