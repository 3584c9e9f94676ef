// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/psnr.h"

#include <cmath>

#include "core/base/error.h"

namespace bplf {

double psnr(const Dataset& a, const Dataset& b, const std::vector<std::int64_t>& rows) {
    BPLF_CHECK(a.size() == b.size() && a.image_bytes() == b.image_bytes(), "both sets hold the same images");
    double squares = 0;
    for (const std::int64_t row : rows) {
        const auto left = a.image(row), right = b.image(row);
        for (std::size_t i = 0; i < left.size(); ++i) {
            const double difference = static_cast<double>(left[i]) - right[i];
            squares += difference * difference;
        }
    }
    const double elements = static_cast<double>(rows.size()) * static_cast<double>(a.image_bytes());
    return 10 * std::log10(255.0 * 255.0 / (squares / elements));
}

}  // namespace bplf
