// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/kernel_distance.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/base/number_text.h"
#include "core/eval/sample_measure.h"

namespace bplf {
namespace {

constexpr std::int64_t kRowsAtOnce = 512;  // keeps the kernel matrix of a large set out of memory
constexpr std::int64_t kFewestRows = 4;

at::Tensor kernel(const at::Tensor& products, std::int64_t features) {
    return (products / static_cast<double>(features) + 1).pow(3);
}

/// Sum of the kernel over all pairs of rows.
double kernel_sum(const at::Tensor& a, const at::Tensor& b) {
    double sum = 0;
    for (std::int64_t begin = 0; begin < a.size(0); begin += kRowsAtOnce) {
        const at::Tensor part = a.narrow(0, begin, std::min(kRowsAtOnce, a.size(0) - begin));
        sum += kernel(at::matmul(part, b.t()), a.size(1)).sum().item<double>();
    }
    return sum;
}

/// Mean of the kernel over pairs of different rows.
double mean_within(const at::Tensor& a) {
    const double n = static_cast<double>(a.size(0));
    const double diagonal = kernel(a.square().sum(1), a.size(1)).sum().item<double>();
    return (kernel_sum(a, a) - diagonal) / (n * (n - 1));
}

double unbiased_distance(const at::Tensor& a, const at::Tensor& b) {
    const double pairs = static_cast<double>(a.size(0)) * static_cast<double>(b.size(0));
    return mean_within(a) + mean_within(b) - 2 * kernel_sum(a, b) / pairs;
}

double standard_error(const at::Tensor& a, const at::Tensor& b, int subsets) {
    if (subsets < 2) return std::numeric_limits<double>::quiet_NaN();
    double sum = 0, squares = 0;
    for (int i = 0; i < subsets; ++i) {
        const double value = unbiased_distance(a.slice(0, i, std::nullopt, subsets).contiguous(),
                                               b.slice(0, i, std::nullopt, subsets).contiguous());
        sum += value;
        squares += value * value;
    }
    const double n = subsets;
    return std::sqrt(std::max(0.0, (squares - sum * sum / n) / (n - 1)) / n);
}

}  // namespace

KernelDistance kernel_distance(const at::Tensor& a, const at::Tensor& b, int subsets) {
    BPLF_CHECK(a.dim() == 2 && b.dim() == 2 && a.size(1) == b.size(1), "both sets need the same features");
    BPLF_CHECK(a.size(0) >= 2 && b.size(0) >= 2, "an unbiased distance needs two rows of each set");
    const at::Tensor left = a.to(at::kCPU, at::kDouble).contiguous();
    const at::Tensor right = b.to(at::kCPU, at::kDouble).contiguous();
    const std::int64_t fewest = std::min(left.size(0), right.size(0));
    KernelDistance result;
    result.subsets = static_cast<int>(std::min<std::int64_t>(subsets, fewest / kFewestRows));
    result.value = unbiased_distance(left, right);
    result.standard_error = standard_error(left, right, result.subsets);
    return result;
}

MeasureResult find_kernel_distance(const SampleComparison& both) {
    const KernelDistance distance = kernel_distance(both.drawn.seen.features, both.real.seen.features);
    return {
        {{"kid", distance.value}, {"kid_standard_error", distance.standard_error}, {"kid_subsets", distance.subsets}},
        "KID " + fixed(distance.value, 5) + ", standard error " + fixed(distance.standard_error, 5),
        {}};
}

}  // namespace bplf
