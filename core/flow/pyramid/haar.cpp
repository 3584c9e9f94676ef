// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/flow/pyramid/haar.h"

#include <ATen/ATen.h>

#include <numbers>

#include "core/base/error.h"

namespace bplf::flow {

HaarParts haar_split(const at::Tensor& x) {
    BPLF_CHECK(x.dim() == 4 && x.size(2) % 2 == 0 && x.size(3) % 2 == 0, "haar_split: even sides");
    // First along rows, then along columns: half the additions of the four-term formulas.
    const at::Tensor left = x.slice(3, 0, x.size(3), 2), right = x.slice(3, 1, x.size(3), 2);
    const at::Tensor sum = left + right, difference = left - right;
    const auto above = [](const at::Tensor& t) { return t.slice(2, 0, t.size(2), 2); };
    const auto below = [](const at::Tensor& t) { return t.slice(2, 1, t.size(2), 2); };
    const at::Tensor u = above(difference) + below(difference), v = above(sum) - below(sum),
                     w = above(difference) - below(difference);
    return {(above(sum) + below(sum)) / 4, at::cat({u, v, w}, 1) / 2};
}

at::Tensor haar_join(const HaarParts& parts) {
    const at::Tensor& mean = parts.mean;
    BPLF_CHECK(parts.details.size(1) == 3 * mean.size(1), "haar_join: three bands for each channel");
    const std::vector<at::Tensor> band = parts.details.chunk(3, 1);
    const at::Tensor &u = band[0], &v = band[1], &w = band[2];
    const auto row = [](const at::Tensor& left, const at::Tensor& right) {
        return at::stack({left, right}, 4).flatten(3, 4);
    };
    const at::Tensor above = row(mean + (u + v + w) / 2, mean + (v - u - w) / 2);
    const at::Tensor below = row(mean + (u - v - w) / 2, mean + (w - u - v) / 2);
    return at::stack({above, below}, 3).flatten(2, 3);
}

at::Tensor haar_mean(const at::Tensor& x, std::int64_t times) {
    at::Tensor value = x;
    for (std::int64_t i = 0; i < times; ++i) value = at::avg_pool2d(value, 2);
    return value;
}

double haar_log_det(std::int64_t channels, std::int64_t height, std::int64_t width) {
    return -static_cast<double>(channels * height * width) * std::numbers::ln2;
}

}  // namespace bplf::flow
