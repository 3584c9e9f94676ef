// SPDX-License-Identifier: GPL-3.0-or-later
// How much a study may spend: time for all of it, or images for each training.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace bplf {

/// One of the two is above 0.
struct Budget {
    double seconds = 0;       ///< for the whole study
    std::int64_t images = 0;  ///< seen by each training

    bool operator==(const Budget&) const = default;
};

/// "90s", "2min", "1.5h", "20000images", "20kimages". Error(kUsage) otherwise, and for less than 10
/// seconds or 32 images.
Budget parse_budget(std::string_view text);
/// Shortest spelling that parse_budget() reads back.
std::string to_string(const Budget& budget);

}  // namespace bplf
