// SPDX-License-Identifier: GPL-3.0-or-later
// Progress reports and cancellation, the same for every long job.
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>

namespace bplf {

/// One report of a long job. `done` and `total` count `unit`s; total 0 means unknown.
struct Progress {
    std::string stage;  ///< what is being done, e.g. "train", "detect faces"
    std::int64_t done = 0;
    std::int64_t total = 0;
    std::string unit = "images";
    double seconds = 0;  ///< since the stage started
    double rate = 0;     ///< units per second, smoothed; 0 when unknown
    std::string note;    ///< e.g. "3.91 bits/dim"
};

/// Called on the thread that does the work; must return quickly. May be empty.
using ProgressSink = std::function<void(const Progress&)>;

/// Throws Error(kInterrupted) when the user asked to stop.
void throw_if_stopped(const std::stop_token& stop);

}  // namespace bplf
