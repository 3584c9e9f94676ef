// SPDX-License-Identifier: GPL-3.0-or-later
// RealNVP and Flow++ as whole systems: sizes, labels, variational dequantisation, learning.
#include <ATen/Parallel.h>
#include <gtest/gtest.h>
#include <torch/nn/utils/clip_grad.h>
#include <torch/optim.h>

#include <numbers>

#include "core/base/error.h"
#include "core/flow/models/flow_pp.h"
#include "core/flow/registry.h"
#include "core/ops/dequantise.h"
#include "tests/core/flow/flow_cases.h"

namespace bplf::flow::test {
namespace {

constexpr double kLnTwoPi = 1.8378770664093453;

FlowConfig tiny(const std::string& system) {
    FlowConfig config = small_flow(system);
    config.blocks = 1;
    return config;
}

/// One thread until the end of the scope: the images here are too small to share, and waiting costs
/// more than the work.
class OneThread {
  public:
    OneThread() : before_(at::get_num_threads()) { at::set_num_threads(1); }
    ~OneThread() { at::set_num_threads(before_); }
    OneThread(const OneThread&) = delete;
    OneThread& operator=(const OneThread&) = delete;

  private:
    int before_;
};

class ComparisonFlow : public testing::TestWithParam<std::string> {};

TEST_P(ComparisonFlow, AcceptsTheSizesOfTheStudy) {
    for (const auto& [channels, side] : {std::pair<std::int64_t, std::int64_t>{1, 32}, {3, 32}, {1, 28}}) {
        FlowConfig config = tiny(GetParam());
        config.channels = channels;
        config.height = config.width_px = side;
        const auto model = make_model(config);
        perturb(*model, 0.02);
        model->to(at::kDouble);
        model->eval();
        const at::NoGradGuard no_grad;
        const at::Tensor x = at::rand({1, channels, side, side}, at::kDouble) * 2 - 1;
        const Encoded code = model->encode(x, {});
        ASSERT_EQ(code.eps.size(), model->code_shapes().size());
        for (std::size_t level = 0; level < code.eps.size(); ++level) {
            const CodeShape& shape = model->code_shapes()[level];
            EXPECT_EQ(code.eps[level].sizes(), at::IntArrayRef({1, shape.channels, shape.height, shape.width}));
        }
        EXPECT_LT(largest(model->decode(code.eps, {}).x - x), 1e-9);
    }
}

TEST_P(ComparisonFlow, LabelsChangeThePictureAndFollowTheirImage) {
    FlowConfig config = tiny(GetParam());
    config.labels = {"anger", "happy", "sad"};
    config.condition = "input+out";
    const auto model = make_model(config);
    perturb(*model);
    model->eval();
    const at::Tensor x = at::rand({3, 1, 8, 8}) * 2 - 1, labels = at::eye(3);
    const Encoded code = model->encode(x, labels);
    EXPECT_LT(largest(model->decode(code.eps, labels).x - x), 1e-4);
    EXPECT_GT(largest(model->decode(code.eps, labels.roll({1}, {0})).x - x), 1e-3);
    const at::Tensor permuted = model->log_likelihood(x.flip({0}), labels.flip({0}));
    EXPECT_TRUE(at::allclose(permuted.flip({0}), code.log_likelihood, 1e-5, 1e-3));
}

TEST_P(ComparisonFlow, RefusesFilmAndAnImageOfAnotherSize) {
    FlowConfig config = tiny(GetParam());
    EXPECT_THROW(make_model(config)->log_likelihood(at::zeros({1, 1, 16, 16}), {}), Error);
    config.labels = {"anger", "happy"};
    config.condition = "film";
    EXPECT_THROW(make_model(config), Error);
}

TEST_P(ComparisonFlow, OverfitsOneBatchByMoreThanOneBit) {
    const OneThread one_thread;
    at::manual_seed(5);
    FlowConfig config = tiny(GetParam());
    config.width = 16;
    const auto model = make_model(config);
    const at::Tensor base = at::rand({16, 1, 1, 1}) * 150 + 50;
    const at::Tensor pixels = (base + 12 * at::randn({16, 1, 8, 8})).clamp(0, 255).to(at::kByte);
    const auto noise = [&] { return at::rand({16, model->noise_planes(), 8, 8}); };
    model->initialise(pixels, noise(), {});
    torch::optim::Adam optimiser(model->parameters(), 2e-3);
    const auto bits = [&] { return bits_per_dim(model->pixel_bound(pixels, noise(), {}), config).mean(); };
    const auto judged = [&] {
        const at::NoGradGuard no_grad;
        model->eval();
        const double value = bits().item<double>();
        model->train();
        return value;
    };
    const double start = judged();
    for (int step = 0; step < 300; ++step) {
        optimiser.zero_grad();
        const at::Tensor loss = bits();
        ASSERT_TRUE(std::isfinite(loss.item<double>()));
        loss.backward();
        torch::nn::utils::clip_grad_norm_(model->parameters(), 50);
        optimiser.step();
    }
    EXPECT_LT(judged(), start - 1.0);
}

INSTANTIATE_TEST_SUITE_P(Systems, ComparisonFlow, testing::Values("realnvp", "flow++"), [](const auto& parameter) {
    return parameter.param == "flow++" ? "flow_pp" : parameter.param;
});

TEST(RealNvp, StartsAsTheLogitAlone) {
    const FlowConfig config = tiny("realnvp");
    const auto model = make_model(config);
    model->eval();
    const at::Tensor x = at::rand({2, 1, 8, 8}) * 2 - 1;
    const at::Tensor p = 0.05 + 0.45 * (x + 1), y = at::logit(p);
    const at::Tensor expected = (-0.5 * (y * y + kLnTwoPi) - p.log() - (1 - p).log() + std::log(0.45)).sum({1, 2, 3});
    EXPECT_TRUE(at::allclose(model->log_likelihood(x, {}), expected, 1e-5, 1e-3));
}

TEST(FlowPp, RefusesHeadsThatDoNotDivideTheWidth) {
    FlowConfig config = tiny("flow++");
    config.heads = 3;
    EXPECT_THROW(make_model(config), Error);
}

class TinyFlowPp : public testing::Test {
  protected:
    void SetUp() override {
        FlowConfig config = tiny("flow++");
        config.height = 2;
        config.width_px = 4;
        config.levels = 1;
        config.n_bits = 2;  // wide bins: the noise matters
        model_ = std::make_shared<FlowPp>(config);
        perturb(*model_, 0.1);
        model_->to(at::kDouble);
        model_->eval();
    }
    std::shared_ptr<FlowPp> model_;
    at::Tensor pixels_ = at::randint(256, {1, 1, 2, 4}, at::kByte);
};

// ln q(u) = ln N(eps) − ln|det ∂u/∂eps|, the determinant from autograd.
TEST_F(TinyFlowPp, BoundIsLogDensityMinusThatOfItsNoise) {
    const at::Tensor noise = at::rand({1, 1, 2, 4});
    const at::Tensor centres = ops::dequantise(pixels_, {}, 2).to(at::kDouble);
    const at::Tensor eps = standard_normal_of(noise).to(at::kDouble);
    const auto shape = [&](const at::Tensor& e) { return model_->dequantiser()->forward(centres, e, {}).u; };
    const double log_q = (-0.5 * (eps * eps + kLnTwoPi)).sum().item<double>() - jacobian_log_det(shape, eps);
    const at::Tensor u = shape(eps);
    EXPECT_TRUE(((u > 0) & (u < 1)).all().item<bool>());
    const at::Tensor x = ((pixels_ / 64).floor().to(at::kDouble) + u) * 0.5 - 1;
    EXPECT_NEAR(model_->pixel_bound(pixels_, noise, {}).item<double>(),
                model_->log_likelihood(x, {}).item<double>() - log_q, 1e-8);
}

// Jensen: the mean bound lies below ln P(pixels), here ln of the mean density over uniform noise.
TEST_F(TinyFlowPp, MeanBoundLiesBelowTheProbabilityOfThePixels) {
    const OneThread one_thread;
    const at::NoGradGuard no_grad;
    constexpr std::int64_t draws = 4000;
    const at::Tensor pixels = pixels_.expand({draws, 1, 2, 4}).contiguous();
    const at::Tensor noise = at::rand({draws, 1, 2, 4});
    const at::Tensor bound = model_->pixel_bound(pixels, noise, {});
    const at::Tensor uniform = model_->log_likelihood(ops::dequantise(pixels, noise, 2).to(at::kDouble), {});
    const double log_p = uniform.logsumexp(0).item<double>() - std::log(static_cast<double>(draws));
    const double relative_error = (uniform - log_p).exp().std().item<double>() / std::sqrt(static_cast<double>(draws));
    EXPECT_LT(relative_error, 0.1);
    EXPECT_LT(bound.mean().item<double>(), log_p);
    EXPECT_GT(bound.mean().item<double>(),
              log_p - 8);  // a bit or so per dimension: the noise is not absurd
}

TEST(StandardNormalOf, IsTheInverseOfTheNormalCdf) {
    const at::Tensor z = standard_normal_of(at::tensor({0.f, 0.5f, 0.8413447461f, 1.f - 0x1p-24f}));
    EXPECT_LT(z[0].item<double>(), -5);
    EXPECT_EQ(z[1].item<double>(), 0.0);
    EXPECT_NEAR(z[2].item<double>(), 1.0, 1e-6);
    EXPECT_TRUE(at::isfinite(z).all().item<bool>());
}

}  // namespace
}  // namespace bplf::flow::test
