// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers in sentences, whatever the locale.
#pragma once

#include <string>

namespace bplf {

/// `value` with `digits` decimals; "nan", "inf", "-inf".
std::string fixed(double value, int digits);
/// A share as "12.3 %".
std::string percent(double share);
/// "1 face", "3 faces".
std::string plural(long long count, const std::string& noun);

}  // namespace bplf
