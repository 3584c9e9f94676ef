// SPDX-License-Identifier: GPL-3.0-or-later
// Scores that are NaN, through JSON and back.
#pragma once

#include <limits>
#include <nlohmann/json.hpp>

namespace bplf {

/// A number that was not measured.
inline constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

/// JSON has no NaN: it is written as null.
inline double number_or_nan(const nlohmann::ordered_json& json) {
    return json.is_number() ? json.get<double>() : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace bplf
