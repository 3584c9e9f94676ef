// SPDX-License-Identifier: GPL-3.0-or-later
// Inversion in pixels and whether the label is used, on models where the answer is known.
#include <gtest/gtest.h>

#include <cmath>

#include "core/base/error.h"
#include "core/eval/discrimination.h"
#include "core/eval/invertibility.h"
#include "core/ops/dequantise.h"
#include "tests/core/eval/eval_cases.h"

namespace bplf::test {
namespace {

/// A "model" whose answers are simple: decode is off by `error` of its range; a label adds `bonus` when it is the one
/// that the image's first pixel stands for (dark: label 0).
class SimpleModel final : public flow::Model {
  public:
    SimpleModel(double error, double bonus) : Model("SimpleModel", config()), error_(error), bonus_(bonus) {
        register_parameter("weight", at::zeros({1}));
    }
    at::Tensor log_likelihood(const at::Tensor& x, const at::Tensor& h) override {
        const at::Tensor dark = x.select(1, 0).select(1, 0).select(1, 0).lt(0).to(at::kFloat);
        return (h.select(1, 0) * dark + h.select(1, 1) * (1 - dark)) * bonus_;
    }
    flow::Encoded encode(const at::Tensor& x, const at::Tensor& h, const std::stop_token&) override {
        return {{x}, log_likelihood(x, h)};
    }
    flow::Decoded decode(const std::vector<at::Tensor>& eps, const at::Tensor& h, const std::stop_token&) override {
        return {eps[0] + error_, log_likelihood(eps[0], h) + 6.4};
    }

  private:
    static flow::FlowConfig config() {
        flow::FlowConfig config;
        config.labels = {"happy", "sad"};
        config.height = config.width_px = 8;
        config.levels = 2, config.depth = 1;
        return config;
    }
    double error_, bonus_;
};

TEST(InvertibilityInPixels, CountsStepsAndChangedPixels) {
    const Dataset data(ramps(10, 8));
    SimpleModel third(0.25 / 128, 0), whole(1.0 / 128, 0);
    const Invertibility small = measure_invertibility(third, data, all_rows(data), 4);
    EXPECT_EQ(small.count, 10);
    EXPECT_NEAR(small.max_abs_error, 0.25, 1e-4);
    EXPECT_NEAR(small.mean_abs_error, 0.25, 1e-4);
    EXPECT_EQ(small.changed_pixels, 0);
    EXPECT_NEAR(small.log_det_error, 0.1, 1e-6);
    EXPECT_EQ(measure_invertibility(whole, data, all_rows(data), 4).changed_pixels, 1);
    SimpleModel broken(std::nan(""), 0);
    EXPECT_TRUE(std::isinf(measure_invertibility(broken, data, all_rows(data), 4).max_abs_error));
}

TEST(InvertibilityInPixels, OfARealFlowIsFarBelowAStep) {
    const Dataset data(ramps(10, 8));
    const auto model = small_model();
    const Invertibility result = measure_invertibility(*model, data, all_rows(data), 3);
    EXPECT_TRUE(result.exact);
    EXPECT_GT(result.max_abs_error, 0);
    EXPECT_LT(result.max_abs_error, 0.05);
    EXPECT_EQ(result.changed_pixels, 0);
    model->to(at::kDouble);
    EXPECT_LT(measure_invertibility(*model, data, all_rows(data), 3).max_abs_error, 1e-3);
}

TEST(LabelsUsed, GapAndAccuracyAreThoseOfTheModel) {
    const Dataset data(ramps(12, 8));  // happy ramps begin dark, sad ones bright
    SimpleModel right(0, 3), wrong(0, -3), deaf(0, 0);
    const Discrimination good = measure_discrimination(right, data, all_rows(data), 5);
    EXPECT_EQ(good.uniform.share, 1);
    EXPECT_EQ(good.uniform.count, 12);
    EXPECT_NEAR(good.gap, 3, 1e-6);
    EXPECT_NEAR(good.gap_standard_error, 0, 1e-6);
    EXPECT_NEAR(good.most_frequent, 0.5, 1e-12);
    EXPECT_EQ(measure_discrimination(wrong, data, all_rows(data), 5).uniform.share, 0);
    EXPECT_NEAR(measure_discrimination(deaf, data, all_rows(data), 5).gap, 0, 1e-12);
}

TEST(LabelsUsed, ThePriorDecidesForADeafModel) {
    const Dataset data(ramps(12, 8));
    SimpleModel deaf(0, 0);
    const std::vector<std::int64_t> mostly_sad{1, 3, 5, 7, 0};
    const Discrimination result = measure_discrimination(deaf, data, mostly_sad, 2);
    EXPECT_DOUBLE_EQ(result.prior.share, 0.8);
    EXPECT_DOUBLE_EQ(result.most_frequent, 0.8);
}

TEST(LabelsUsed, RefusesAModelThatIsNotFinite) {
    const Dataset data(ramps(4, 8));
    SimpleModel broken(0, std::nan(""));
    try {
        measure_discrimination(broken, data, all_rows(data), 2);
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::kNumeric);
    }
}

}  // namespace
}  // namespace bplf::test
