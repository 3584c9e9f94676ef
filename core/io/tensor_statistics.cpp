// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/tensor_statistics.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <numeric>
#include <vector>

namespace bplf {
namespace {

double value_of_half(std::uint16_t bits) {
    const int exponent = (bits >> 10) & 31;
    const int fraction = bits & 1023;
    const double sign = bits >> 15 ? -1 : 1;
    if (exponent == 31) return fraction ? std::numeric_limits<double>::quiet_NaN() : sign * HUGE_VAL;
    if (exponent == 0) return sign * std::ldexp(fraction, -24);
    return sign * std::ldexp(1024 + fraction, exponent - 25);
}

double value_of_bfloat16(std::uint16_t bits) {
    return std::bit_cast<float>(std::uint32_t{bits} << 16);
}

/// Copied one by one: a file of another program may hold them at odd places.
template <typename Stored, typename Convert>
std::vector<double> converted(const TensorView& tensor, Convert convert) {
    std::vector<double> values(tensor.bytes.size() / sizeof(Stored));
    for (std::size_t i = 0; i < values.size(); ++i) {
        Stored stored;
        std::memcpy(&stored, tensor.bytes.data() + i * sizeof stored, sizeof stored);
        values[i] = static_cast<double>(convert(stored));
    }
    return values;
}

}  // namespace

std::vector<double> values_of(const TensorView& tensor) {
    const auto same = [](auto value) { return value; };
    switch (tensor.dtype) {
        case DType::kF64:
            return converted<double>(tensor, same);
        case DType::kF32:
            return converted<float>(tensor, same);
        case DType::kF16:
            return converted<std::uint16_t>(tensor, value_of_half);
        case DType::kBF16:
            return converted<std::uint16_t>(tensor, value_of_bfloat16);
        case DType::kI64:
            return converted<std::int64_t>(tensor, same);
        case DType::kI32:
            return converted<std::int32_t>(tensor, same);
        case DType::kU8:
        case DType::kBool:
            return converted<std::uint8_t>(tensor, same);
    }
    return {};
}

TensorHistogram histogram_of(const TensorView& tensor, int bins) {
    std::vector<double> values = values_of(tensor);
    TensorHistogram found;
    found.counts.resize(static_cast<std::size_t>(std::max(1, bins)));
    found.not_finite = static_cast<std::int64_t>(std::erase_if(values, [](double v) { return !std::isfinite(v); }));
    if (values.empty()) return found;
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    found.low = *low;
    found.high = *high;
    const auto steps = static_cast<double>(found.counts.size());
    const double width = found.high - found.low;
    for (const double value : values) {
        const double place = width > 0 ? (value - found.low) / width * steps : 0;
        ++found.counts[static_cast<std::size_t>(std::min(place, steps - 1))];
    }
    return found;
}

TensorStatistics statistics_of(const TensorView& tensor) {
    const std::vector<double> values = values_of(tensor);
    TensorStatistics found;
    found.count = static_cast<std::int64_t>(values.size());
    if (values.empty()) return found;
    const auto count = static_cast<double>(values.size());
    const auto [min, max] = std::minmax_element(values.begin(), values.end());
    found.min = *min;
    found.max = *max;
    found.mean = std::accumulate(values.begin(), values.end(), 0.0) / count;
    double squares = 0;
    for (const double value : values) squares += (value - found.mean) * (value - found.mean);
    if (values.size() > 1) found.sd = std::sqrt(squares / (count - 1));
    found.finite = std::all_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); });
    if (!found.finite) found.min = found.max = found.mean = found.sd = std::numeric_limits<double>::quiet_NaN();
    return found;
}

}  // namespace bplf
