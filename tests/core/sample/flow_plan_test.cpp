// SPDX-License-Identifier: GPL-3.0-or-later
// The compiled plan against the LibTorch flow it was made from, over every switch.
#include <gtest/gtest.h>
#include <torch/types.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/error.h"
#include "core/flow/registry.h"
#include "core/sample/codes.h"
#include "core/sample/draw_pixels.h"
#include "core/sample/interpolate.h"
#include "core/sample/module_plan.h"
#include "core/sample/sampler.h"
#include "tests/core/flow/flow_cases.h"

namespace bplf::test {
namespace {

using flow::test::FlowCase;

std::vector<float> floats_of(const at::Tensor& tensor) {
    const at::Tensor flat = tensor.detach().to(at::kFloat).contiguous();
    return {flat.const_data_ptr<float>(), flat.const_data_ptr<float>() + flat.numel()};
}

std::vector<double> doubles_of(const at::Tensor& row) {
    if (!row.defined()) return {};
    const auto values = floats_of(row);
    return {values.begin(), values.end()};
}

class PlanOf : public testing::TestWithParam<FlowCase> {
  protected:
    void SetUp() override {
        model_ = flow::make_model(GetParam().config);
        flow::test::perturb(*model_);
        model_->eval();
        labels_ = flow::test::random_labels(model_->config(), 1, at::kFloat);
        plan_ = make_plan(model_);
        context_ = plan_->context(doubles_of(labels_));
    }
    std::shared_ptr<flow::Model> model_;
    at::Tensor labels_;
    std::shared_ptr<const FlowPlan> plan_;
    std::shared_ptr<const FlowContext> context_;
};

TEST_P(PlanOf, EncodesAsTheFlowDoes) {
    const auto& c = model_->config();
    const at::Tensor x = at::rand({1, c.channels, c.height, c.width_px}) * 2 - 1;
    const flow::Encoded expected = model_->encode(x, labels_);
    std::vector<std::vector<float>> codes;
    const auto scratch = plan_->make_scratch();
    const double log_likelihood = plan_->encode(*context_, floats_of(x), codes, *scratch);
    EXPECT_NEAR(log_likelihood, expected.log_likelihood.item<double>(), 2e-3);
    for (std::size_t level = 0; level < codes.size(); ++level) {
        const auto reference = floats_of(expected.eps[level]);
        for (std::size_t i = 0; i < reference.size(); ++i) ASSERT_NEAR(codes[level][i], reference[i], 2e-4);
    }
}

TEST_P(PlanOf, DrawsTheFacesThatBatchesOfTheModelGive) {
    const std::vector<std::uint64_t> seeds{5, 9};
    const std::vector<double> temperature(model_->code_shapes().size(), 0.7);
    const at::Tensor labels = labels_.defined() ? labels_.expand({2, -1}) : labels_;
    const at::Tensor batch = draw_values(*model_, seeds, labels, temperature);
    const Sampler sampler(plan_, 1);
    for (std::int64_t i = 0; i < 2; ++i) {
        const DrawnPicture face =
            sampler.draw_one({sampler.code_of_seed(seeds[static_cast<std::size_t>(i)], temperature), context_});
        const auto expected = floats_of(batch[i]);
        for (std::size_t k = 0; k < expected.size(); ++k) ASSERT_NEAR(face.values[k], expected[k], 1e-3);
    }
}

TEST_P(PlanOf, DrawsAsLibTorchsModulesDo) {
    const ModulePlan modules(model_);
    const auto label = modules.context(doubles_of(labels_));
    ASSERT_EQ(modules.shapes(), plan_->shapes());
    std::vector<std::vector<float>> codes;
    for (const LevelShape& shape : plan_->shapes()) codes.push_back(floats_of(at::randn({shape.size()}) * 0.7));
    const auto size = static_cast<std::size_t>(model_->config().dimensions());
    std::vector<float> compiled(size), plain(size);
    const auto scratch = plan_->make_scratch(), other = modules.make_scratch();
    EXPECT_NEAR(plan_->decode(*context_, codes, compiled, *scratch), modules.decode(*label, codes, plain, *other),
                2e-3);
    for (std::size_t i = 0; i < size; ++i) ASSERT_NEAR(compiled[i], plain[i], 2e-4);
    std::vector<std::vector<float>> back;
    modules.encode(*label, plain, back, *other);
    for (std::size_t level = 0; level < codes.size(); ++level) {
        for (std::size_t i = 0; i < codes[level].size(); ++i) ASSERT_NEAR(back[level][i], codes[level][i], 1e-4);
    }
}

TEST_P(PlanOf, DecodesAsTheFlowDoesAndInvertsItself) {
    std::vector<at::Tensor> eps;
    std::vector<std::vector<float>> codes;
    for (const auto& shape : model_->code_shapes()) {
        eps.push_back(at::randn({1, shape.channels, shape.height, shape.width}) * 0.7);
        codes.push_back(floats_of(eps.back()));
    }
    const flow::Decoded expected = model_->decode(eps, labels_);
    std::vector<float> image(static_cast<std::size_t>(model_->config().dimensions()));
    const auto scratch = plan_->make_scratch();
    const double log_likelihood = plan_->decode(*context_, codes, image, *scratch);
    EXPECT_NEAR(log_likelihood, expected.log_likelihood.item<double>(), 2e-3);
    const auto reference = floats_of(expected.x);
    for (std::size_t i = 0; i < reference.size(); ++i) ASSERT_NEAR(image[i], reference[i], 2e-4);
    std::vector<std::vector<float>> back;
    EXPECT_NEAR(plan_->encode(*context_, image, back, *scratch), log_likelihood, 1e-2);
    for (std::size_t level = 0; level < codes.size(); ++level) {
        for (std::size_t i = 0; i < codes[level].size(); ++i) ASSERT_NEAR(back[level][i], codes[level][i], 1e-4);
    }
}

TEST(GlowPlan, StaysFiniteWhereAScaleIsFarSmallerThanAFloatsSquareHolds) {
    const auto model = flow::make_model(flow::test::small_flow("glow"));
    flow::test::perturb(*model);
    model->eval();
    {
        const at::NoGradGuard no_grad;  // log s = log sigmoid(−95 + 2): e^93 is beyond a float, −93 is not
        for (const auto& item : model->named_parameters()) {
            if (item.key().find("step1") == std::string::npos || !item.key().ends_with("last_bias")) continue;
            item.value()[item.value().size(0) - 1] = -95.0f;
        }
    }
    const auto plan = make_plan(model);
    const auto& c = model->config();
    const at::Tensor x = at::rand({1, c.channels, c.height, c.width_px}) * 2 - 1;
    std::vector<std::vector<float>> codes;
    const double found = plan->encode(*plan->context({}), floats_of(x), codes, *plan->make_scratch());
    const double expected = model->encode(x, {}).log_likelihood.item<double>();
    ASSERT_TRUE(std::isfinite(expected));
    EXPECT_LT(expected, -90) << "the scale under test takes part";
    EXPECT_NEAR(found, expected, 1e-3 * std::abs(expected));
}

INSTANTIATE_TEST_SUITE_P(Registry, PlanOf, testing::ValuesIn(flow::test::small_flows()), [](const auto& parameter) {
    std::string name = parameter.param.name;
    std::replace_if(name.begin(), name.end(), [](char c) { return !std::isalnum(static_cast<unsigned char>(c)); }, '_');
    return name;
});

class EmotionSampler : public testing::Test {
  protected:
    EmotionSampler() {
        flow::FlowConfig config = flow::load_config("emotion-32");
        config.depth = 2;
        config.width = 16;
        const auto model = flow::make_model(config);
        flow::test::perturb(*model);
        plan_ = make_plan(model);
    }
    std::vector<Image> draw(int count, int threads) const {
        const Sampler sampler(plan_, threads);
        const auto context = plan_->context(std::vector<double>(7, 1.0 / 7));
        std::vector<int> order(static_cast<std::size_t>(count));
        std::iota(order.begin(), order.end(), 0);
        std::vector<Image> images(order.size());
        const std::vector<double> temperature{0.3, 0.3, 0.9};
        sampler.draw(
            order,
            [&](int k) {
                return DrawJob{sampler.code_of_seed(1 + static_cast<std::uint64_t>(k), temperature), context};
            },
            [&](int k, DrawnPicture&& drawing, double) {
                images[static_cast<std::size_t>(k)] = std::move(drawing.image);
            },
            {});
        return images;
    }
    std::shared_ptr<const FlowPlan> plan_;
};

TEST_F(EmotionSampler, AFaceDoesNotDependOnCountOrThreads) {
    const auto many = draw(9, 2), few = draw(4, 1);
    for (std::size_t i = 0; i < few.size(); ++i) EXPECT_EQ(few[i], many[i]) << i;
    EXPECT_NE(many[0], many[1]);
}

TEST_F(EmotionSampler, SeedsGiveTheCodesThatTheFlowSamplerUses) {
    const Sampler sampler(plan_, 1);
    const std::vector<double> temperature{0.5, 1.0, 0.25};
    std::vector<flow::CodeShape> shapes;
    for (const auto& s : plan_->shapes()) shapes.push_back({s.channels, s.height, s.width});
    const std::vector<std::uint64_t> seeds{5, 6};
    const auto batched = codes_from_seeds(seeds, plan_->config(), shapes, temperature);
    const auto single = sampler.code_of_seed(6, temperature);
    for (std::size_t level = 0; level < single.size(); ++level) {
        EXPECT_EQ(floats_of(batched[level][1]), single[level]);
    }
}

TEST_F(EmotionSampler, StopIsNoticedAndReported) {
    const Sampler sampler(plan_, 1);
    std::stop_source source;
    source.request_stop();
    const std::vector<int> order{0};
    EXPECT_THROW(sampler.draw(
                     order, [](int) { return DrawJob{}; }, [](int, DrawnPicture&&, double) {}, source.get_token()),
                 Error);
}

TEST(ImageValues, RoundTripEveryGreyLevel) {
    flow::FlowConfig config;
    config.height = config.width_px = 16;
    Image image(16, 16, 1);
    for (std::size_t i = 0; i < 256; ++i) image.pixels[i] = static_cast<std::uint8_t>(i);
    EXPECT_EQ(image_from_values(values_from_image(image, config), config), image);
    EXPECT_THROW(values_from_image(Image(8, 8, 1), config), Error);
}

// core/flow/README.md#reference-values, V10.
TEST(Slerp, ReproducesVectorV10) {
    const std::vector<float> a{1, 0}, b{0, 1};
    const auto middle = slerp(a, b, 0.5);
    EXPECT_NEAR(middle[0], 0.707106781, 1e-7);
    EXPECT_NEAR(middle[1], 0.707106781, 1e-7);
    const auto straight = lerp(a, b, 0.5);
    EXPECT_NEAR(std::hypot(straight[0], straight[1]), 0.707106781, 1e-7);
    EXPECT_EQ(slerp(a, b, 0), a);
    EXPECT_EQ(slerp(a, b, 1), b);
    const std::vector<float> twice{2, 0};
    EXPECT_EQ(slerp(a, twice, 0.5), lerp(a, twice, 0.5));
}

}  // namespace
}  // namespace bplf::test
