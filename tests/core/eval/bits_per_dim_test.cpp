// SPDX-License-Identifier: GPL-3.0-or-later
// Bits per dimension: the spread over draws and the importance-weighted bound, against plain formulas.
#include <gtest/gtest.h>

#include <cmath>

#include "core/eval/bits_per_dim.h"
#include "core/eval/importance_bound.h"
#include "tests/core/eval/eval_cases.h"

namespace bplf::test {
namespace {

TEST(ImportanceBound, AgreesWithAPlainLoop) {
    constexpr double kDimensions = 64;
    const at::Tensor bits = at::rand({5, 3}, at::kDouble) * 0.2 + 4;
    const at::Tensor bound = importance_weighted_bits(bits, kDimensions);
    for (int image = 0; image < 3; ++image) {
        double sum = 0;
        for (int draw = 0; draw < 5; ++draw) {
            sum += std::exp2(-(bits[draw][image].item<double>() - 4) * kDimensions);  // about 4, or it would underflow
        }
        const double expected = 4 - std::log2(sum / 5) / kDimensions;
        EXPECT_NEAR(bound[image].item<double>(), expected, 1e-12);
        EXPECT_LT(bound[image].item<double>(), bits.select(1, image).mean().item<double>());
    }
    EXPECT_TRUE(at::allclose(importance_weighted_bits(bits.narrow(0, 0, 1), kDimensions), bits[0], 1e-12, 1e-12));
}

TEST(LabelRows, BringClassesToTheModelsPlaces) {
    const std::vector<std::int64_t> map{2, 0};  // of a set with two classes, a model with three
    const at::Tensor labels = at::tensor({0, 1}, at::kLong);
    const at::Tensor hard = at::tensor({0, 0, 1, 1, 0, 0}, at::kFloat).view({2, 3});
    EXPECT_TRUE(at::equal(label_rows(labels, {}, map, 3), hard));
    const at::Tensor soft = at::tensor({0.25, 0.75, 1.0, 0.0}, at::kFloat).view({2, 2});
    const at::Tensor expected = at::tensor({0.75, 0.0, 0.25, 0.0, 0.0, 1.0}, at::kFloat).view({2, 3});
    EXPECT_TRUE(at::equal(label_rows(labels, soft, map, 3), expected));
}

BitsPerDim evaluate(flow::Model& model, const Dataset& data, int draws, int importance) {
    BitsPerDimOptions options;
    options.draws = draws;
    options.importance = importance;
    options.batch_size = 7;
    return evaluate_bits_per_dim(model, data, all_rows(data), options);
}

TEST(BitsPerDimOverDraws, AreTheSingleDrawsTakenTogether) {
    const Dataset data(ramps(20, 8));
    const auto model = small_model();
    const BitsPerDim one = evaluate(*model, data, 1, 0), two = evaluate(*model, data, 2, 0);
    EXPECT_TRUE(std::isnan(one.draw_standard_error));
    EXPECT_TRUE(std::isnan(one.importance_weighted));
    // The second draw alone is what is missing to the mean of both; two values differ by √2 of their deviation.
    const double second = 2 * two.mean - one.mean;
    EXPECT_NE(second, one.mean);
    EXPECT_NEAR(two.draw_standard_error, std::abs(second - one.mean) / 2, 1e-9);
}

TEST(BitsPerDimOverDraws, ImportanceWeightingTightensTheBoundAndChangesNothingElse) {
    const Dataset data(ramps(20, 8));
    const auto model = small_model();
    const BitsPerDim plain = evaluate(*model, data, 1, 0), single = evaluate(*model, data, 1, 1);
    const BitsPerDim four = evaluate(*model, data, 1, 4), sixteen = evaluate(*model, data, 1, 16);
    EXPECT_NEAR(single.importance_weighted, plain.mean, 1e-9);
    EXPECT_EQ(four.values, plain.values);
    EXPECT_LT(four.importance_weighted, evaluate(*model, data, 4, 0).mean);
    EXPECT_LT(sixteen.importance_weighted, four.importance_weighted + 0.01);
}

TEST(BitsPerDimOverDraws, LeavesNonFiniteImagesOutOfEveryNumber) {
    const Dataset data(ramps(6, 8));
    const auto model = small_model();
    const at::NoGradGuard no_grad;
    model->parameters().front().fill_(std::numeric_limits<float>::quiet_NaN());
    const BitsPerDim result = evaluate(*model, data, 2, 2);
    EXPECT_EQ(result.non_finite, 6);
    EXPECT_EQ(result.count, 0);
    EXPECT_TRUE(std::isnan(result.mean));
    EXPECT_TRUE(std::isnan(result.importance_weighted));
}

}  // namespace
}  // namespace bplf::test
