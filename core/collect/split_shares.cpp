// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/split_shares.h"

#include <charconv>
#include <cmath>

#include "core/base/error.h"

namespace bplf {
namespace {

[[noreturn]] void refuse_shares(const std::string& text) {
    throw_usage_error("does not divide a data set.", text,
                      "Write the percentages of train, validation and test, for example 80/10/10.");
}

}  // namespace

SplitShares parse_split_shares(const std::string& text) {
    SplitShares shares{};
    double sum = 0;
    const char* at = text.data();
    const char* const end = at + text.size();
    for (std::size_t split = 0; split < shares.size(); ++split) {
        double percent = 0;
        const auto [next, code] = std::from_chars(at, end, percent);
        const bool last = split + 1 == shares.size();
        if (code != std::errc() || !(percent >= 0) || (last ? next != end : next == end || *next != '/'))
            refuse_shares(text);
        sum += percent;
        shares[split] = percent / 100;
        at = last ? next : next + 1;
    }
    if (!(std::abs(sum - 100) < 1e-9) || shares[0] == 0) refuse_shares(text);
    return shares;
}

}  // namespace bplf
