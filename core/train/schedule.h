// SPDX-License-Identifier: GPL-3.0-or-later
// Learning rate by step.
#pragma once

#include <cstdint>
#include <string>

namespace bplf {

struct ScheduleOptions {
    std::string kind = "cosine";  ///< "constant" | "cosine" | "exponential" (×0.93 per 1000 steps, DLF)
    double peak = 1e-3;
    double floor = 1e-5;
    std::int64_t warmup = 500;  ///< steps of linear rise, at least 1
    std::int64_t total = 0;     ///< steps of the whole run; cosine reaches the floor there

    bool operator==(const ScheduleOptions&) const = default;
};

/// Error(kUsage) when an option is out of range.
void validate(const ScheduleOptions& options);

/// The rate of step `step` (0-based).
double learning_rate(const ScheduleOptions& options, std::int64_t step);

/// What the rate does when a run that was trained under `before` goes on under `after` from `step`: a sentence for the
/// user; empty where nothing changes.
std::string rate_change(const ScheduleOptions& before, const ScheduleOptions& after, std::int64_t step);

}  // namespace bplf
