// SPDX-License-Identifier: GPL-3.0-or-later
// Statistics of stored tensors against LibTorch's, for every type.
#include "core/io/tensor_statistics.h"

#include <gtest/gtest.h>
#include <torch/types.h>

#include <cmath>

#include "core/io/tensors.h"

namespace bplf {
namespace {

TensorView view_of(const at::Tensor& values) {
    return {"x",
            dtype_of(values.scalar_type()),
            values.sizes().vec(),
            {static_cast<const std::byte*>(values.const_data_ptr()), static_cast<std::size_t>(values.nbytes())}};
}

class StoredNumbers : public ::testing::TestWithParam<at::ScalarType> {};

TEST_P(StoredNumbers, AreThoseThatLibTorchSees) {
    at::Tensor values = (at::arange(37, at::kDouble) * 3.25 - 40).to(GetParam());
    const at::Tensor as_double = values.to(at::kDouble);
    const TensorStatistics found = statistics_of(view_of(values));
    EXPECT_EQ(found.count, 37);
    EXPECT_TRUE(found.finite);
    EXPECT_EQ(found.min, as_double.min().item<double>());
    EXPECT_EQ(found.max, as_double.max().item<double>());
    EXPECT_NEAR(found.mean, as_double.mean().item<double>(), 1e-12 * std::abs(found.max));
    EXPECT_NEAR(found.sd, as_double.std().item<double>(), 1e-12 * found.sd);
}

INSTANTIATE_TEST_SUITE_P(Types, StoredNumbers,
                         ::testing::Values(at::kDouble, at::kFloat, at::kHalf, at::kBFloat16, at::kLong, at::kInt,
                                           at::kByte));

TEST(StoredNumbers, OfHalfPrecisionIncludeTheSmallestAndWhatIsNone) {
    const at::Tensor values = at::tensor({6e-8, -6.1e-5, 65504.0}, at::kDouble).to(at::kHalf);
    const TensorStatistics found = statistics_of(view_of(values));
    EXPECT_EQ(found.min, values[1].item<double>());
    EXPECT_EQ(found.mean, values.to(at::kDouble).mean().item<double>());
    for (const double bad : {std::nan(""), HUGE_VAL, -HUGE_VAL})
        for (const at::ScalarType type : {at::kHalf, at::kBFloat16, at::kFloat, at::kDouble})
            EXPECT_FALSE(statistics_of(view_of(at::full({3}, bad, type))).finite);
}

TEST(StoredNumbers, LieInEqualStepsAndThoseThatAreNoneInNoStep) {
    const at::Tensor values = at::tensor({-1.0, -1.0, 0.0, 1.0, std::nan(""), -HUGE_VAL}, at::kFloat);
    const TensorHistogram found = histogram_of(view_of(values), 2);
    EXPECT_EQ(found.low, -1);
    EXPECT_EQ(found.high, 1);
    EXPECT_EQ(found.counts, (std::vector<std::int64_t>{2, 2}));
    EXPECT_EQ(found.not_finite, 2);
    EXPECT_EQ(histogram_of(view_of(at::full({5}, 3.0)), 4).counts, (std::vector<std::int64_t>{5, 0, 0, 0}));
}

}  // namespace
}  // namespace bplf
